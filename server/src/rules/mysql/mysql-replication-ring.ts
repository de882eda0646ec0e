import { clusterExample } from '../lib/cluster/example.js';
import { isBinlogReplication } from '../lib/cluster/mysql.js';
import { defineRule } from '../rule.js';

const ring = (system: 'mysql' | 'mariadb', last: string) => {
  const names = ['a', 'b', 'c'];
  return Object.fromEntries(
    names.flatMap((name, i) => [
      [
        `${name}/my.cnf`,
        `[mysqld]\nserver_id=${i + 1}\nreport_host=${name}\nlog_bin=binlog\nlog_slave_updates=1\nauto_increment_increment=3\nauto_increment_offset=${i + 1}\n`,
      ],
      ...(name === 'a' && last === ''
        ? []
        : [
            [
              `${name}/${name}.sql`,
              `-- dialect: ${system}\nCHANGE MASTER TO MASTER_HOST='${name === 'a' ? last : names[i - 1]}', MASTER_SSL=1;\n`,
            ],
          ]),
    ]),
  ) as Record<string, string>;
};

export default defineRule({
  id: 'mysql-replication-ring',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql', 'mariadb'],
  summary: 'Servers replicate in a ring: the loss of one cuts it for all that stand behind it.',
  gains: 'Every server takes writes, with one connection each.',
  costs:
    'When one is lost, the changes of those before it no longer reach those behind it, and events of the lost one go round for ever, as nobody is left to stop them. Conflicts are not resolved: the last one to be applied stays, another on each server.',
  fineWhen: 'Never for data that matter.',
  advice:
    'Let one server take the writes and the others follow it; for several writers use Group Replication or Galera, or several sources per replica.',
  sources: [
    {
      title: 'MySQL: how to use replication to improve performance, circular replication',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-features-differing-tables.html',
    },
    {
      title: 'MariaDB: replication overview, ring replication',
      url: 'https://mariadb.com/kb/en/replication-overview/',
    },
  ],
  bad: [
    clusterExample('mysql', ring('mysql', 'c'), 'a, b, c'),
    clusterExample('mariadb', ring('mariadb', 'c'), 'ring'),
  ],
  good: [clusterExample('mysql', ring('mysql', ''))],
  check(cluster, context) {
    if (!isBinlogReplication(cluster)) return;
    const next = new Map<string, string[]>();
    for (const { from, to } of cluster.links) next.set(from, [...(next.get(from) ?? []), to]);
    // A ring: each has one source, and following the sources comes back after at least three.
    for (const { id } of cluster.members) {
      const path = [id];
      let at = next.get(id);
      while (at?.length === 1 && at[0] !== id && path.length <= cluster.members.length) {
        path.push(at[0]!);
        at = next.get(at[0]!);
      }
      if (at?.[0] !== id || path.length < 3) continue;
      const last = cluster.links.find(link => link.to === id && link.from === path.at(-1));
      context.report({
        origin: last?.origin ?? cluster.origin,
        message: `${path.slice(0, 5).join(', ')} replicate in a ring: when one is lost, those behind it get nothing from those before it, and its own events go round for ever. Conflicts are not resolved. Let all follow one source.`,
      });
      return;
    }
  },
});
