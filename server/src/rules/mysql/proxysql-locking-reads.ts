import { isOff } from '../lib/cluster/router-settings.js';
import { proxysql, readPattern, routersBefore, writerBeside } from '../lib/cluster/routers.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'proxysql-locking-reads',
  subject: 'mysql',
  since: '0.6.0',
  on: 'cluster',
  severity: 'info',
  engines: ['proxysql'],
  summary: 'SELECT … FOR UPDATE goes to a replica, as other reads do.',
  gains: 'One rule is enough.',
  costs:
    'A locking read that begins a transaction, with autocommit off or without BEGIN, is sent to a replica. It locks rows there, where nobody writes, and may read an old row; the writer knows nothing of the lock.',
  fineWhen:
    'The program locks rows only after BEGIN or START TRANSACTION, which keep a transaction at the writer.',
  advice: 'A rule with a smaller rule_id that sends ^SELECT.*FOR UPDATE to the writer.',
  sources: [
    {
      title: 'ProxySQL: how to set up read/write split',
      url: 'https://proxysql.com/documentation/proxysql-read-write-split-howto/',
    },
  ],
  bad: [proxysql({ lag: 5 }, 'FOR UPDATE')],
  good: [
    proxysql({
      rules: [
        'match_digest="^SELECT.*FOR UPDATE", destination_hostgroup=10',
        'match_digest="^SELECT", destination_hostgroup=20',
      ],
    }),
    proxysql({ rules: ['match_digest="^SELECT c FROM sbtest", destination_hostgroup=20'] }),
  ],
  check(cluster, context) {
    for (const router of routersBefore(cluster, 'proxysql')) {
      const pattern = readPattern(router);
      // Others name the reads that they mean.
      if (
        pattern === undefined ||
        !/^\^?(?:\(\?i\))?\\?s?\*?\(?select\)?(?:\s|\\s|\.)*[*+]*\$?$/i.test(pattern.text)
      )
        continue;
      const writer = writerBeside(cluster, router);
      // Then reads within transactions go there as well, and a rule of its own says so.
      if (
        writer?.settings.proxysql?.written.some(
          each => each.key === 'mysql_users.transaction_persistent' && isOff(each),
        ) === true
      )
        continue;
      if (writer === undefined || writer.sends?.some(({ text }) => /\bfor\b/i.test(text)) === true) continue;
      context.report({
        origin: pattern.origin,
        message: `SELECT … FOR UPDATE goes to a replica by this rule where no BEGIN stands before it: it locks rows where nobody writes. Send ^SELECT.*FOR UPDATE to ${writer.id.replace('ProxySQL ', '')} first.`,
      });
    }
  },
});
