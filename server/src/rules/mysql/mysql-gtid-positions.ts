import { isBinlogReplication, mysqlNodes, setTo } from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mysql-gtid-positions',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['mysql'],
  summary: 'Source and replica differ in their use of GTIDs.',
  gains: 'None.',
  costs:
    'A replica with gtid_mode=ON takes nothing from a source with OFF, and the other way round; SOURCE_AUTO_POSITION=1 is refused without GTIDs.',
  fineWhen: 'During a change over the two permissive modes.',
  advice: 'Use the same mode on all servers; change it step by step over OFF_PERMISSIVE and ON_PERMISSIVE.',
  sources: [
    {
      title: 'MySQL: which modes replicate with which',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-mode-change-online-concepts.html',
    },
  ],
  bad: [
    replicated(['gtid_mode=ON', 'enforce_gtid_consistency=ON'], ['gtid_mode=OFF'], 'gtid_mode=OFF', {
      change: "CHANGE REPLICATION SOURCE TO SOURCE_HOST='source', SOURCE_SSL=1;",
    }),
    replicated(['gtid_mode=OFF'], ['gtid_mode=OFF'], 'SOURCE_AUTO_POSITION'),
  ],
  good: [
    replicated(
      ['gtid_mode=ON', 'enforce_gtid_consistency=ON'],
      ['gtid_mode=ON', 'enforce_gtid_consistency=ON'],
    ),
    replicated(
      ['gtid_mode=ON_PERMISSIVE', 'enforce_gtid_consistency=ON'],
      ['gtid_mode=ON', 'enforce_gtid_consistency=ON'],
    ),
  ],
  check(cluster, context) {
    if (!isBinlogReplication(cluster)) return;
    const nodes = mysqlNodes(cluster).filter(({ flavour }) => flavour === 'mysql');
    for (const link of cluster.links) {
      const source = nodes.find(({ member }) => member.id === link.from);
      const replica = nodes.find(({ member }) => member.id === link.to);
      const has = replica?.mysqld.given('gtid_mode');
      const sends = source?.mysqld.given('gtid_mode');
      const auto = replica?.mysqld.raw('change.source_auto_position');
      if (has !== undefined && sends !== undefined && refused(String(sends.value), String(has.value))) {
        context.report({
          origin: has.written.origin,
          message: `${link.to} has gtid_mode=${String(has.value)} and its source ${link.from} gtid_mode=${String(sends.value)}: the connection is refused, and nothing is replicated. Use the same mode on both.`,
          related: [{ origin: sends.written.origin, message: `gtid_mode of ${link.from}.` }],
        });
      } else if (auto !== undefined && String(auto.raw) === '1' && has?.value === 'OFF') {
        context.report({
          origin: auto.origin,
          message: `SOURCE_AUTO_POSITION=1 is refused while gtid_mode is OFF on ${link.to}: it positions by GTIDs. Switch gtid_mode on at both sides, or give a file and position.`,
          fixes: [setTo({ ...auto, key: 'SOURCE_AUTO_POSITION' }, '0')],
        });
      }
    }
  },
});

/** Pairs of modes between which the server refuses to replicate. */
function refused(source: string, replica: string): boolean {
  return (
    (source === 'OFF' && replica === 'ON') ||
    (source === 'ON' && replica === 'OFF') ||
    (source === 'ON_PERMISSIVE' && replica === 'OFF') ||
    (source === 'OFF_PERMISSIVE' && replica === 'ON')
  );
}
