import { clusterExample } from '../lib/cluster/example.js';
import { mysqlNodes, setTo, withLine } from '../lib/cluster/mysql.js';
import { defineRule } from '../rule.js';

const file = (...lines: readonly string[]) => ({
  'db/my.cnf': ['[mysqld]', 'server_id=1', ...lines, ''].join('\n'),
});

export default defineRule({
  id: 'mysql-gtid-consistency',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['mysql'],
  summary: 'gtid_mode=ON needs enforce_gtid_consistency=ON: the server does not start.',
  gains: 'None.',
  costs: 'The server stops at its start with an error.',
  fineWhen: 'The other variable stands in a file that is read as well.',
  advice: 'Write `enforce_gtid_consistency=ON` beside it.',
  sources: [
    {
      title: 'MySQL: gtid_mode',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-options-gtids.html#sysvar_gtid_mode',
    },
    {
      title: 'MySQL: setting up replication with GTIDs',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-gtids-howto.html',
    },
  ],
  bad: [
    clusterExample('mysql', file('gtid_mode=ON'), 'does not start'),
    clusterExample('mysql', file('gtid-mode = on', 'enforce-gtid-consistency = warn'), 'WARN'),
  ],
  good: [clusterExample('mysql', file('gtid_mode=ON', 'enforce_gtid_consistency=ON'))],
  check(cluster, context) {
    for (const { mysqld, flavour } of mysqlNodes(cluster)) {
      const mode = mysqld.given('gtid_mode');
      if (flavour !== 'mysql' || mode?.value !== 'ON') continue;
      const enforce = mysqld.given('enforce_gtid_consistency');
      if (enforce?.value === 'ON' || mysqld.isHidden('enforce_gtid_consistency')) continue;
      context.report({
        origin: (enforce ?? mode).written.origin,
        message: `gtid_mode=ON with enforce_gtid_consistency=${String(enforce?.value ?? 'OFF (the default)')}: the server does not start. Set enforce_gtid_consistency=ON.`,
        fixes: [
          enforce === undefined
            ? withLine(mode.written, 'enforce_gtid_consistency=ON', true)
            : setTo(enforce.written, 'ON', true),
        ],
      });
    }
  },
});
