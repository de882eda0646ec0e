import { clusterExample } from '../lib/cluster/example.js';
import { countedTables, numbersCollide } from '../lib/cluster/numbering.js';
import { defineRule } from '../rule.js';

const pair = (system: 'mysql' | 'mariadb', a: readonly string[], b: readonly string[]) => {
  const file = (n: number, name: string, lines: readonly string[]) =>
    ['[mysqld]', `server_id=${n}`, `report_host=${name}`, 'log_bin=binlog', ...lines, ''].join('\n');
  const change = (host: string) =>
    `-- dialect: ${system}\nCHANGE MASTER TO MASTER_HOST='${host}', MASTER_SSL=1;\n`;
  return {
    'east/my.cnf': file(1, 'east', a),
    'east/east.sql': change('west'),
    'west/my.cnf': file(2, 'west', b),
    'west/west.sql': change('east'),
  };
};

export default defineRule({
  id: 'mysql-two-writers',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql', 'mariadb'],
  summary: 'Servers that follow each other hand out the same AUTO_INCREMENT numbers.',
  gains: 'Numbers without gaps, while one of them takes all writes.',
  costs:
    'Inserts on both at the same time get the same number. Each row then meets the other’s on arrival, replication stops on both sides, and the two differ from then on: there is no resolution of conflicts, the last one to be applied stays.',
  fineWhen: 'One takes all writes and the other is read only.',
  advice:
    'Set a step of at least the number of writers and an offset of its own on each; make all but one read only.',
  sources: [
    {
      title: 'MySQL: auto_increment_increment',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-options-source.html#sysvar_auto_increment_increment',
    },
    {
      title: 'MariaDB: auto_increment_increment',
      url: 'https://mariadb.com/kb/en/replication-and-binary-log-system-variables/#auto_increment_increment',
    },
  ],
  bad: [
    clusterExample('mysql', pair('mysql', [], []), 'same numbers'),
    clusterExample(
      'mariadb',
      pair(
        'mariadb',
        ['auto_increment_increment=2', 'auto_increment_offset=1'],
        ['auto_increment_increment=2', 'auto_increment_offset=1'],
      ),
      'offset',
    ),
  ],
  good: [
    clusterExample(
      'mysql',
      pair(
        'mysql',
        ['auto_increment_increment=2', 'auto_increment_offset=1'],
        ['auto_increment_increment=2', 'auto_increment_offset=2'],
      ),
    ),
    clusterExample('mysql', pair('mysql', [], ['read_only=1'])),
  ],
  check(cluster, context) {
    // Where tables are known that are numbered so, they are named.
    if (countedTables(cluster, context).length > 0) return;
    const found = numbersCollide(cluster);
    if (found === undefined) return;
    const { names, writers } = found;
    context.report({
      origin: found.origin,
      message:
        found.kind === 'step'
          ? `${names} follow each other and ${writers === 2 ? 'both' : 'all'} take writes, with a step of ${found.step}: inserts on both get the same numbers, and replication stops on them. Set auto_increment_increment=${writers} and offsets of their own, or read_only on all but one.`
          : `${names} follow each other, take writes and have the same auto_increment_offset ${found.offset}: inserts on both get the same numbers, and replication stops on them. Give each its own, from 1 to ${writers}.`,
    });
  },
});
