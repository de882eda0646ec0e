import { isOff } from '../lib/cluster/router-settings.js';
import { proxysql, readPattern, routersBefore, writerBeside } from '../lib/cluster/routers.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'proxysql-transaction-split',
  subject: 'mysql',
  since: '0.6.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['proxysql'],
  summary: 'Statements of one transaction go to different servers.',
  gains: 'More reads go to replicas.',
  costs:
    'A read within a transaction is answered by a replica: it does not see what the transaction has written, takes no part in its snapshot, and a row that it goes by may have changed since.',
  fineWhen: 'The program uses no transactions, or reads nothing within them that it decides by.',
  advice: 'transaction_persistent=1, the default since ProxySQL 1.4: a transaction stays where it began.',
  sources: [
    {
      title: 'ProxySQL: mysql_users.transaction_persistent',
      url: 'https://proxysql.com/documentation/main-runtime/#mysql_users',
    },
  ],
  bad: [proxysql({ user: ', transaction_persistent=0' }, 'within a transaction')],
  good: [
    proxysql({ user: ', transaction_persistent=1' }),
    proxysql({}),
    proxysql({
      user: ', transaction_persistent=0',
      rules: ['match_digest="^INSERT", destination_hostgroup=10'],
    }),
  ],
  check(cluster, context) {
    for (const router of routersBefore(cluster, 'proxysql')) {
      const pattern = readPattern(router);
      if (pattern === undefined) continue;
      const users = writerBeside(cluster, router)?.settings.proxysql?.written ?? [];
      const off = users.find(each => each.key === 'mysql_users.transaction_persistent' && isOff(each));
      if (off === undefined) continue;
      context.report({
        origin: off.origin,
        message:
          'transaction_persistent is 0, and a rule sends reads to replicas: a read within a transaction goes there too, and does not see what the transaction has written. Set it to 1.',
        related: [{ origin: pattern.origin, message: 'Reads go to replicas by this rule.' }],
        fixes: [{ title: 'Set it to 1', edits: [{ origin: off.origin, newText: '1' }], safe: false }],
      });
    }
  },
});
