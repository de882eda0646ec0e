import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const terraform = (config: string, leader: string) =>
  `resource "google_spanner_instance" "orders" {\n  name         = "orders"\n  display_name = "orders"\n  config       = "${config}"\n  num_nodes    = 1\n}\nresource "google_spanner_database" "shop" {\n  instance = google_spanner_instance.orders.name\n  name     = "shop"\n  ddl = [\n    "ALTER DATABASE shop SET OPTIONS (default_leader = '${leader}')",\n  ]\n}\n`;

export default defineRule({
  id: 'spanner-leader-elsewhere',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['spanner'],
  summary: 'The default leader is to stand in a region where the instance has no copies.',
  gains: 'None: a leader is one of the copies that take writes.',
  costs: 'Spanner refuses the statement, and Terraform stops half-way.',
  fineWhen: 'Never with this configuration.',
  advice: 'Name a region of the instance that takes writes, or choose another configuration.',
  sources: [
    { title: 'Spanner: types of regions', url: 'https://cloud.google.com/spanner/docs/region-types' },
  ],
  bad: [clusterExample('spanner', { 'main.tf': terraform('regional-europe-west1', 'us-east1') }, 'us-east1')],
  good: [
    clusterExample('spanner', { 'main.tf': terraform('regional-europe-west1', 'europe-west1') }),
    clusterExample('spanner', { 'main.tf': terraform('nam3', 'us-east1') }),
  ],
  check(cluster, context) {
    const region = /^regional-([\w-]{1,60})$/.exec(cluster.settings.spanner?.text('config') ?? '')?.[1];
    if (region === undefined) return;
    for (const { name, settings } of cluster.resources) {
      const leader = settings.spanner?.given('default_leader');
      if (leader === undefined || leader.value === region) continue;
      context.report({
        origin: leader.written.origin,
        message: `The leader of ${name} is to stand in ${String(leader.value)}, and the instance has copies in ${region} alone: only a region that takes writes can lead. Name that one, or choose a configuration that holds both.`,
      });
    }
  },
});
