import { tablesOf } from '../lib/cluster/crossing.js';
import { GALERA, GROUP } from '../lib/cluster/crossing-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { display } from '../lib/naming.js';
import { storageEngine } from '../lib/tables.js';
import { defineRule } from '../rule.js';

/** What stands on one node only, by design or because it holds nothing. */
const REPLICATED: ReadonlySet<string> = new Set(['innodb', 'ndb', 'ndbcluster', 'blackhole', 'federated']);

export default defineRule({
  id: 'engine-outside-group',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['group-replication', 'galera'],
  summary:
    'A table of MyISAM, MEMORY or another engine is held by Group Replication or Galera, which carry InnoDB.',
  gains: 'The other engines are smaller or need no disk.',
  costs:
    'Galera sends the definition of the table to all nodes and the rows to none: each node has those that were written there. Group Replication cannot take back what a conflict undoes, and asks for InnoDB.',
  fineWhen: 'Each node is meant to have rows of its own, as in a table of local statistics.',
  advice: 'Write ENGINE = InnoDB. Set `disabled_storage_engines` so that nobody makes others.',
  sources: [
    {
      title: 'MySQL: requirements of Group Replication',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-requirements.html',
    },
    {
      title: 'MariaDB: limitations of Galera Cluster',
      url: 'https://mariadb.com/kb/en/mariadb-galera-cluster-known-limitations/',
    },
  ],
  bad: [
    clusterExample(
      'group-replication',
      {
        ...GROUP,
        'schema.sql': '-- dialect: mysql\nCREATE TABLE hits (id int PRIMARY KEY, n int) ENGINE=MEMORY;\n',
      },
      'InnoDB',
    ),
    clusterExample(
      'galera',
      {
        ...GALERA,
        'schema.sql': '-- dialect: mysql\nCREATE TABLE hits (id int PRIMARY KEY, n int) ENGINE=MyISAM;\n',
      },
      'one node',
    ),
  ],
  good: [
    clusterExample('group-replication', {
      ...GROUP,
      'schema.sql': '-- dialect: mysql\nCREATE TABLE hits (id int PRIMARY KEY, n int) ENGINE=InnoDB;\n',
    }),
    clusterExample('galera', {
      ...GALERA,
      'schema.sql': '-- dialect: mysql\nCREATE TABLE hits (id int PRIMARY KEY, n int);\n',
    }),
  ],
  check(cluster, context) {
    const group = cluster.systems.has('group-replication');
    const held = tablesOf(cluster, context, ({ systems }) =>
      systems.has(group ? 'group-replication' : 'galera'),
    );
    for (const { table, catalog } of held) {
      const engine = storageEngine(table);
      if (engine === undefined || REPLICATED.has(engine)) continue;
      const written = table.options.find(option => option.name === 'engine')!;
      const name = display(table, catalog);
      context.report({
        origin: table.nameOrigin,
        message: group
          ? `${name} is kept by ${written.value}: Group Replication asks for InnoDB, since it must be able to take back a transaction that conflicts. Write ENGINE = InnoDB.`
          : `${name} is kept by ${written.value}, whose rows Galera does not replicate: each row is on the one node that it was written to. Write ENGINE = InnoDB.`,
        related: [{ origin: cluster.origin, message: 'The cluster that holds it.' }],
      });
    }
  },
});
