import { GALERA } from '../lib/cluster/claim-examples.js';
import { CLAIM, checkClaim, quoted } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  ...CLAIM,
  id: 'claim-galera-all-nodes',
  engines: ['galera'],
  summary: 'A comment or document says that a commit is on all nodes before the client hears of it.',
  costs:
    'A write set is received and certified by the nodes of the current component; the others apply and commit it afterwards. A read on another node may miss it (`wsrep_sync_wait` is 0 by default). Nodes that are out of the component do not have it, and with `innodb_flush_log_at_trx_commit` other than 1 a crash of all nodes together loses it.',
  advice:
    'Say that it is received everywhere and applied later. Set `wsrep_sync_wait` for reads that must be current, and `innodb_flush_log_at_trx_commit = 1` where all nodes share a source of power.',
  sources: [
    {
      title: 'Galera: certification-based replication',
      url: 'https://galeracluster.com/library/documentation/certification-based-replication.html',
    },
    {
      title: 'MariaDB: wsrep_sync_wait',
      url: 'https://mariadb.com/kb/en/galera-cluster-system-variables/#wsrep_sync_wait',
    },
  ],
  bad: [
    clusterExample(
      'galera',
      { ...GALERA, 'README.md': 'A transaction is committed on all nodes before the client is told.\n' },
      'applied',
    ),
  ],
  good: [
    clusterExample('galera', {
      ...GALERA,
      'README.md':
        'A transaction is not committed on all nodes before the client is told, it is received there.\n',
    }),
  ],
  check: checkClaim(
    'claim-galera-all-nodes',
    (_, claim) =>
      `${quoted(claim)}: other nodes have received the write set then; it is applied and committed there later, and not at all on nodes outside the component. Set wsrep_sync_wait where reads must see it, or change the sentence.`,
  ),
});
