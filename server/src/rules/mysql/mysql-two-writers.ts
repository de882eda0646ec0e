import { clusterExample } from '../lib/cluster/example.js';
import { isBinlogReplication, mysqlNodes } from '../lib/cluster/mysql.js';
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
    if (!isBinlogReplication(cluster)) return;
    const pairs = new Set(cluster.links.map(({ from, to }) => `${from}\0${to}`));
    const writers = mysqlNodes(cluster).filter(({ member, mysqld }) => {
      const both = cluster.links.some(
        ({ from, to }) => to === member.id && pairs.has(`${member.id}\0${from}`),
      );
      const ring = member.leader === true && cluster.links.some(({ to }) => to === member.id);
      return (both || ring) && mysqld.flag('read_only') !== true && mysqld.flag('super_read_only') !== true;
    });
    if (writers.length < 2) return;
    if (
      writers.some(
        ({ mysqld }) =>
          mysqld.isHidden('auto_increment_increment') || mysqld.isHidden('auto_increment_offset'),
      )
    )
      return;
    const step = (node: (typeof writers)[number]) => node.mysqld.number('auto_increment_increment') ?? 1;
    const narrow = writers.find(node => step(node) < writers.length);
    const names = writers.map(({ member }) => member.id).join(' and ');
    if (narrow !== undefined) {
      context.report({
        origin: narrow.mysqld.given('auto_increment_increment')?.written.origin ?? narrow.member.origin,
        message: `${names} follow each other and both take writes, with a step of ${step(narrow)}: inserts on both get the same numbers, and replication stops on them. Set auto_increment_increment=${writers.length} and offsets of their own, or read_only on all but one.`,
      });
      return;
    }
    const offsets = writers.map(({ mysqld }) => mysqld.number('auto_increment_offset') ?? 1);
    const twin = offsets.findIndex((offset, i) => offsets.indexOf(offset) !== i);
    if (twin === -1) return;
    const node = writers[twin]!;
    context.report({
      origin: node.mysqld.given('auto_increment_offset')?.written.origin ?? node.member.origin,
      message: `${names} follow each other, take writes and have the same auto_increment_offset ${offsets[twin]}: inserts on both get the same numbers, and replication stops on them. Give each its own, from 1 to ${writers.length}.`,
    });
  },
});
