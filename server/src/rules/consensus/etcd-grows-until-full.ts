import { CONSENSUS_SOURCES, etcdExample, shown } from '../lib/cluster/consensus.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'etcd-grows-until-full',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['etcd'],
  summary: 'History is never compacted, and a full store refuses writes.',
  gains: 'All of the history can be read.',
  costs:
    'Every change keeps the old value until it is compacted. At `quota-backend-bytes` etcd raises an alarm and refuses all writes until somebody compacts, defragments and disarms it.',
  fineWhen: 'The clients compact: Kubernetes does every five minutes.',
  advice:
    'Set `auto-compaction-mode: periodic` and `auto-compaction-retention: "1h"`, or be sure that clients compact; watch the size.',
  sources: [CONSENSUS_SOURCES.etcdMaintenance],
  bad: [
    etcdExample(3, ['auto-compaction-retention: "0"\n', '', ''], 'refuses'),
    etcdExample(3, 'quota-backend-bytes: 8589934592\n', '8 GiB'),
  ],
  good: [etcdExample(3, 'auto-compaction-retention: "1"\n'), etcdExample(3)],
  check(cluster, context) {
    for (const { settings } of shown(cluster).slice(0, 1)) {
      if (settings.isHidden('auto-compaction-retention')) continue;
      const given = settings.given('auto-compaction-retention');
      const retention = settings.text('auto-compaction-retention') ?? '';
      const quota = settings.given('quota-backend-bytes');
      // What nobody wrote is told only beside a quota that somebody chose.
      const place = given ?? (typeof quota?.value === 'number' && quota.value > 0 ? quota : undefined);
      if (place === undefined || !/^0[a-z]*$/.test(retention)) continue;
      const bytes = settings.number('quota-backend-bytes') ?? 2 ** 31;
      context.report({
        origin: place.written.origin,
        message: `History is never compacted by etcd: unless clients do it, the store grows to ${Number((bytes / 2 ** 30).toFixed(1))} GiB and then refuses every write until it is compacted and disarmed by hand. Set auto-compaction-retention.`,
      });
    }
  },
});
