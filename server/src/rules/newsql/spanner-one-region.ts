import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const terraform = (config: string, regions: readonly string[]) =>
  `resource "google_spanner_instance" "orders" {\n  name         = "orders"\n  display_name = "orders"\n  config       = "${config}"\n  num_nodes    = 1\n}\n${regions.map((region, i) => `resource "google_cloud_run_v2_service" "shop${i}" {\n  name     = "shop"\n  location = "${region}"\n}\n`).join('')}`;

export default defineRule({
  id: 'spanner-one-region',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['spanner'],
  summary: 'A Spanner instance in one region, with programs in others.',
  gains: 'Writes wait for zones of one region alone; it costs less, and needs no ENTERPRISE_PLUS.',
  costs:
    'Programs elsewhere pay the distance with each read and write, and all of them stop when that region is lost.',
  fineWhen: 'The other programs seldom ask, and may stop with the region.',
  advice:
    'A configuration of several regions, with the leader near those that write; or read-only copies near the others.',
  sources: [
    {
      title: 'Spanner: instance configurations',
      url: 'https://docs.cloud.google.com/spanner/docs/instance-configurations',
    },
    { title: 'Spanner: types of regions', url: 'https://cloud.google.com/spanner/docs/region-types' },
  ],
  bad: [
    clusterExample(
      'spanner',
      { 'main.tf': terraform('regional-europe-west1', ['europe-west1', 'us-central1']) },
      'us-central1',
    ),
  ],
  good: [
    clusterExample('spanner', { 'main.tf': terraform('regional-europe-west1', ['europe-west1']) }),
    clusterExample('spanner', { 'main.tf': terraform('nam-eur-asia1', ['europe-west1', 'us-central1']) }),
  ],
  check(cluster, context) {
    const given = cluster.settings.spanner?.given('config');
    const region = /^regional-([\w-]{1,60})$/.exec(String(given?.value ?? ''))?.[1];
    if (given === undefined || region === undefined) return;
    const far = [...new Set(cluster.clients.map(({ id }) => id))].filter(each => each !== region);
    if (far.length === 0) return;
    context.report({
      origin: given.written.origin,
      message: `${cluster.name} has all copies in ${region}, and programs run in ${far.slice(0, 3).join(', ')} as well: they pay the distance with each read and write, and stop when ${region} is lost.`,
    });
  },
});
