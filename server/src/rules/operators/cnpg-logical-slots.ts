import { isOlder } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import { OPERATOR_PAGES } from '../lib/cluster/manifests.js';
import { defineRule } from '../rule.js';

const files = (slots: string, instances = 3) => ({
  'cluster.yaml': `apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: shop\nspec:\n  instances: ${instances}\n  imageName: ghcr.io/cloudnative-pg/postgresql:17.2\n${slots}---\napiVersion: postgresql.cnpg.io/v1\nkind: Publication\nmetadata:\n  name: shop-pub\nspec:\n  name: pub\n  dbname: app\n  cluster:\n    name: shop\n  target:\n    allTables: true\n`,
});

export default defineRule({
  id: 'cnpg-logical-slots',
  subject: 'operators',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cloudnativepg'],
  summary:
    'A publication on a cluster that does not keep logical slots on its standbys: subscribers stop after a failover.',
  gains: 'Standbys keep no WAL for the slots of subscribers.',
  costs:
    'A logical slot is on the primary alone. After a failover the new primary does not have it: subscribers get an error, and must be synchronised anew or miss what was written meanwhile.',
  fineWhen: 'Subscribers can be made anew, or pg_failover_slots keeps the slots.',
  advice:
    'Set replicationSlots.highAvailability.synchronizeLogicalDecoding: true (PostgreSQL 17 and newer, with sync_replication_slots and hot_standby_feedback on, and `failover` at the subscription).',
  sources: [
    OPERATOR_PAGES.replication,
    {
      title: 'PostgreSQL: logical replication failover',
      url: 'https://www.postgresql.org/docs/current/logical-replication-failover.html',
    },
  ],
  bad: [clusterExample('cloudnativepg', files(''), 'synchronizeLogicalDecoding')],
  good: [
    clusterExample(
      'cloudnativepg',
      files('  replicationSlots:\n    highAvailability:\n      synchronizeLogicalDecoding: true\n'),
    ),
    clusterExample('cloudnativepg', files('', 1)),
  ],
  check(cluster, context) {
    const settings = cluster.settings.cloudnativepg;
    const publication = cluster.resources.find(({ kind }) => kind === 'publication');
    if (settings === undefined || publication === undefined) return;
    if (!cluster.open && cluster.members.length < 2) return;
    const name = 'replicationSlots.highAvailability.synchronizeLogicalDecoding';
    if (settings.isHidden(name) || settings.flag(name) === true) return;
    const postgres = cluster.settings.postgres;
    if (postgres?.written.some(({ key }) => key.startsWith('pg_failover_slots.'))) return;
    const old = isOlder(postgres?.version, '17') || isOlder(settings.version, '1.27');
    context.report({
      origin: publication.origin,
      message: `Subscribers of ${publication.name} have their slot on the primary alone: after a failover it is gone and they stop. ${old ? 'Use pg_failover_slots, or PostgreSQL 17 with synchronizeLogicalDecoding' : `Set replicationSlots.highAvailability.synchronizeLogicalDecoding: true`}.`,
    });
  },
});
