import { listed, tablesOf } from '../lib/cluster/crossing.js';
import { clusterExample } from '../lib/cluster/example.js';
import { display } from '../lib/naming.js';
import { storageEngine } from '../lib/tables.js';
import { defineRule } from '../rule.js';

const PAIR = {
  'db/mysql-source/my.cnf': '[mysqld]\nserver_id=1\nlog_bin=on\n',
  'db/mysql-replica/my.cnf': '[mysqld]\nserver_id=2\nlog_bin=on\nread_only=1\n',
};

export default defineRule({
  id: 'engine-not-crash-safe',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['mysql'],
  summary:
    'Replicated tables are kept by MyISAM or MEMORY: after a crash a copy no longer fits to its position.',
  gains: 'MyISAM tables are small; MEMORY tables need no disk.',
  costs:
    'Neither engine has transactions. A server that crashes in the middle of a statement keeps half of it, while its replication position is kept by InnoDB: the rows and the position no longer agree, and copies differ from then on. A MEMORY table is empty after a restart, and a restarted source tells its replicas to empty theirs.',
  fineWhen: 'What they hold can be made again.',
  advice: 'Write ENGINE = InnoDB.',
  sources: [
    {
      title: 'MySQL: replication and MEMORY tables',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-features-memory.html',
    },
    {
      title: 'MySQL: unexpected halt of a replica',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-solutions-unexpected-replica-halt.html',
    },
  ],
  bad: [
    clusterExample(
      'mysql',
      {
        ...PAIR,
        'schema.sql':
          '-- dialect: mysql\nCREATE TABLE a (id int PRIMARY KEY) ENGINE=MyISAM;\nCREATE TABLE b (id int PRIMARY KEY) ENGINE=MEMORY;\n',
      },
      'a and b',
    ),
  ],
  good: [
    clusterExample('mysql', {
      ...PAIR,
      'schema.sql': '-- dialect: mysql\nCREATE TABLE a (id int PRIMARY KEY);\n',
    }),
  ],
  check(cluster, context) {
    const replicated = ({ systems, members }: typeof cluster) =>
      (systems.has('mysql') || systems.has('mariadb')) &&
      !systems.has('galera') &&
      !systems.has('group-replication') &&
      members.filter(({ role }) => role === 'data').length > 1;
    const all = tablesOf(cluster, context, replicated).filter(({ table }) =>
      /^(?:myisam|memory|heap|csv)$/.test(storageEngine(table) ?? ''),
    );
    const [first] = all;
    if (first === undefined) return;
    // Which of several files still count, those who keep migrations beside a schema know best.
    const unsafe = all.filter(({ table }) => table.nameOrigin.unit.uri === first.table.nameOrigin.unit.uri);
    const names = listed(unsafe.map(({ table, catalog }) => display(table, catalog)));
    context.report({
      origin: first.table.nameOrigin,
      message: `${names} ${unsafe.length === 1 ? 'is' : 'are'} replicated and without transactions (${[...new Set(unsafe.map(({ table }) => storageEngine(table)))].join(', ')}): after a crash rows and replication position disagree, and copies differ. Write ENGINE = InnoDB.`,
      related: [{ origin: cluster.origin, message: 'The cluster that replicates.' }],
    });
  },
});
