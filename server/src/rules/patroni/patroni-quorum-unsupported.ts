import { isOlder, printVersion } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import { valueEdit } from '../lib/cluster/lines.js';
import { nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-quorum-unsupported',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary:
    'synchronous_mode: quorum with a Patroni before 4.0 or a PostgreSQL before 10, which do not know it.',
  gains: 'None.',
  costs:
    'An older Patroni takes the word for no yes: the cluster replicates asynchronously, and a failover loses writes. With an older PostgreSQL Patroni falls back to the first of the standbys.',
  fineWhen: 'Never.',
  advice: 'Upgrade, or set synchronous_mode: on.',
  sources: [PATRONI_PAGES.releases, PATRONI_PAGES.modes],
  bad: [
    nodeExample({ dcs: 'synchronous_mode: quorum', rest: '# Patroni 3.3.0' }, 'asynchronously'),
    nodeExample({ dcs: 'synchronous_mode: quorum', rest: '# PostgreSQL 9.6' }, 'PostgreSQL 9.6'),
  ],
  good: [
    nodeExample({ dcs: 'synchronous_mode: quorum', rest: '# Patroni 4.0.1, PostgreSQL 16' }),
    nodeExample({ dcs: 'synchronous_mode: on', rest: '# Patroni 3.3.0' }),
    nodeExample({ dcs: 'synchronous_mode: quorum' }),
    clusterExample('patroni', {
      'patroni.yml':
        'scope: shop\nname: shop-1\netcd3:\n  host: etcd1:2379\nbootstrap:\n  dcs:\n    synchronous_mode: quorum\npostgresql:\n  connect_address: 10.0.0.1:5432\n  data_dir: data/postgresql-1\n',
    }),
  ],
  check(cluster, context) {
    const mode = cluster.settings.patroni?.given('synchronous_mode');
    if (mode?.value !== 'quorum') return;
    const patroni = cluster.versions.patroni?.version;
    const postgres = cluster.versions.postgres?.version;
    const old = isOlder(patroni, '4.0');
    if (!old && !isOlder(postgres, '10')) return;
    context.report({
      origin: mode.written.origin,
      message:
        old && patroni !== undefined
          ? `Patroni ${printVersion(patroni)} does not know synchronous_mode: quorum (4.0 and newer do) and takes it for off: the cluster replicates asynchronously. Set it to on, or upgrade.`
          : `PostgreSQL ${printVersion(postgres ?? [])} has no ANY for synchronous standbys (10 and newer have): Patroni falls back to the first of them. Set synchronous_mode to on, or upgrade.`,
      fixes: [{ title: 'Set synchronous_mode: on', edits: [valueEdit(mode.written, 'on')], safe: false }],
    });
  },
});
