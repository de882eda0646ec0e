import { hasRowIdentity, tablesOf } from '../lib/cluster/crossing.js';
import { GALERA, GROUP } from '../lib/cluster/crossing-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { display } from '../lib/naming.js';
import { storageEngine } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'keyless-table-in-group',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['group-replication', 'galera'],
  summary:
    'A table without a primary key is held by Group Replication or Galera, which find conflicts by keys.',
  gains: 'Inserts into a table without a key have no index to keep.',
  costs:
    'Group Replication refuses every write to a table without a primary key or a unique key that is never null (error 3098). Galera takes them, does not support DELETE there, and may keep the rows in another order on each node.',
  fineWhen: 'Nothing writes to the table any more.',
  advice: 'Give the table a primary key before the cluster takes it over.',
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
        'schema.sql': '-- dialect: mysql\nCREATE TABLE visits (seen datetime, page varchar(200));\n',
      },
      '3098',
    ),
    clusterExample(
      'galera',
      {
        ...GALERA,
        'schema.sql': '-- dialect: mysql\nCREATE TABLE visits (seen datetime, page varchar(200));\n',
      },
      'DELETE',
    ),
  ],
  good: [
    clusterExample('group-replication', {
      ...GROUP,
      'schema.sql':
        '-- dialect: mysql\nCREATE TABLE visits (seen datetime NOT NULL, page varchar(200) NOT NULL, UNIQUE (seen, page));\n',
    }),
    clusterExample('galera', {
      ...GALERA,
      'schema.sql': '-- dialect: mysql\nCREATE TABLE visits (id bigint PRIMARY KEY, page varchar(200));\n',
    }),
    // What a role for something else installs.
    clusterExample('galera', {
      ...GALERA,
      'deploy/roles/wiki/files/wiki.sql': '-- dialect: mysql\nCREATE TABLE visits (page varchar(200));\n',
    }),
  ],
  check(cluster, context) {
    const group = cluster.systems.has('group-replication');
    const held = tablesOf(cluster, context, ({ systems }) =>
      systems.has(group ? 'group-replication' : 'galera'),
    );
    for (const { table, catalog } of held) {
      if (table.columnsIncomplete || table.columns.length === 0 || hasRowIdentity(table)) continue;
      // Of what another engine keeps no row gets to the other nodes: that is told by itself.
      if ((storageEngine(table) ?? 'innodb') !== 'innodb') continue;
      const name = display(table, catalog);
      context.report({
        origin: table.nameOrigin,
        severity: group ? 'error' : 'warning',
        message: group
          ? `${name} has neither a primary key nor a unique key without nulls: Group Replication refuses every write to it (error 3098). Give it a primary key.`
          : `${name} has no primary key: Galera does not support DELETE on it, and its rows may stand in another order on each node. Give it a primary key.`,
        related: [{ origin: cluster.origin, message: 'The cluster that holds it.' }],
      });
    }
  },
});
