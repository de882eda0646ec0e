import { isAtLeast, printVersion } from '../../cluster/version.js';
import { CLAIM, checkClaim, quoted } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  ...CLAIM,
  id: 'claim-recovery-conf',
  engines: ['postgres'],
  summary: 'A document tells to write recovery.conf, with which PostgreSQL 12 and newer does not start.',
  costs:
    'From PostgreSQL 12 on the server refuses to start while a `recovery.conf` is in the data directory, and knows no `standby_mode`. Who follows the text during an outage makes it longer.',
  advice:
    'Write `standby.signal` for a standby, `recovery.signal` for a restore, and put the settings into `postgresql.conf` or `postgresql.auto.conf`.',
  sources: [
    {
      title: 'PostgreSQL: recovery.conf is merged into postgresql.conf',
      url: 'https://www.postgresql.org/docs/current/recovery-config.html',
    },
  ],
  bad: [
    clusterExample(
      'postgres',
      {
        'postgresql.conf': "# PostgreSQL 15\nsynchronous_standby_names = 's1'\n",
        'docs/runbook.md': '1. Stop the old primary.\n2. Create a recovery.conf with standby_mode = on.\n',
      },
      'standby.signal',
    ),
  ],
  good: [
    clusterExample('postgres', {
      'postgresql.conf': "# PostgreSQL 15\nsynchronous_standby_names = 's1'\n",
      'docs/runbook.md': '1. Stop the old primary.\n2. Do not create a recovery.conf.\n',
    }),
    clusterExample('postgres', {
      'postgresql.conf': "# PostgreSQL 11\nsynchronous_standby_names = 's1'\n",
      'docs/runbook.md': '2. Create a recovery.conf with standby_mode = on.\n',
    }),
  ],
  check: checkClaim('claim-recovery-conf', (cluster, claim) => {
    const version = cluster.versions.postgres?.version ?? cluster.members.find(each => each.version)?.version;
    if (version === undefined || !isAtLeast(version, '12')) return undefined;
    return `${quoted(claim)}: PostgreSQL ${printVersion(version)} does not start with a recovery.conf and knows no standby_mode. Write standby.signal (or recovery.signal), and put the settings into postgresql.conf.`;
  }),
});
