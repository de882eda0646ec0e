import type { Cluster } from '../../cluster/model.js';
import type { Origin } from '../../sql/reading.js';
import { clusterExample } from '../lib/cluster/example.js';
import { cnpgExample, OPERATOR_PAGES } from '../lib/cluster/manifests.js';
import { isMeant, isTrialFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

const CLUSTER =
  'apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: shop\nspec:\n  instances: 3\n';

export default defineRule({
  id: 'cnpg-no-backup',
  subject: 'operators',
  since: '0.8.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cloudnativepg'],
  summary: 'A cluster of several instances has neither an archive of its log nor a backup.',
  gains: 'No object store to run and pay for.',
  costs:
    'Standbys repeat what the primary does: a table that is dropped by mistake, or a program that overwrites rows, reaches all of them within moments. Without a backup there is no way back, and none either when the volumes or the namespace are deleted. A standby that was away for long has no archive to catch up from.',
  fineWhen: 'The data can be made again, or something else saves it, such as dumps or copies of volumes.',
  advice:
    'Archive to an object store, by the plugin barman-cloud (or backup.barmanObjectStore before 1.26), and add a ScheduledBackup.',
  sources: [OPERATOR_PAGES.backup],
  bad: [cnpgExample('instances: 3', 'dropped')],
  good: [
    cnpgExample('instances: 1'),
    cnpgExample('instances: 3\nbackup:\n  barmanObjectStore:\n    destinationPath: s3://wal/'),
    cnpgExample(
      'instances: 3\nplugins:\n  - name: barman-cloud.cloudnative-pg.io\n    isWALArchiver: true\n    parameters:\n      barmanObjectName: store',
    ),
    // It follows another cluster, which is where backups may be made.
    cnpgExample('instances: 3\nreplica:\n  enabled: true\n  source: eu'),
    // Another one here is saved: that this one is not is known.
    clusterExample('cloudnativepg', {
      'shop/cluster.yaml': CLUSTER,
      'pay/cluster.yaml': `${CLUSTER.replace('shop', 'pay')}  backup:\n    volumeSnapshot:\n      className: csi\n`,
    }),
    // Something else saves it.
    clusterExample('cloudnativepg', {
      'shop/cluster.yaml': CLUSTER,
      'jobs/dump.sh': '#!/bin/sh\npg_dump -h shop-rw shop | gzip > /backup/shop.gz\n',
    }),
    clusterExample('cloudnativepg', {
      'shop/cluster.yaml': CLUSTER,
      'docs/running.md': '# Running it\n\nBackups of the database go to S3 every night.\n',
    }),
    clusterExample('cloudnativepg', { 'samples/cluster-example.yaml': CLUSTER }),
    clusterExample('cloudnativepg', { 'cluster2.yaml': `# Example of a cluster\n${CLUSTER}` }),
  ],
  check(cluster, context) {
    const settings = cluster.settings.cloudnativepg;
    if (settings === undefined || cluster.open || cluster.members.length < 2) return;
    if (settings.written.some(({ key }) => /^(?:backup|plugins|replica)\b/.test(key))) return;
    const { origin } = cluster;
    // Templates may add it, and comments may tell where it is.
    if (SAVED.test(origin.unit.piece.text) || isOfSample(origin)) return;
    if (isTrialFile(origin, context.clusters) || isMeant(origin)) return;
    // What a job dumps, or copies with its volume.
    if (cluster.saved || context.clusters.some(hasBackup)) return;
    context.report({
      origin,
      message: `What is dropped or overwritten by mistake is gone on all ${cluster.members.length} instances within moments, and this cluster neither archives its log nor makes backups that bring it back. Archive to an object store and add a ScheduledBackup.`,
    });
  },
});

const SAVED = /backup|barman|volumeSnapshot|plugins/i;

/** True for one that is saved: where others of its project are not, that is meant. */
function hasBackup({ settings }: Cluster): boolean {
  return settings.cloudnativepg?.written.some(({ key }) => /^(?:backup|plugins)\b/.test(key)) === true;
}

/** True for what shows how a manifest looks. */
function isOfSample({ unit: { uri, piece } }: Origin): boolean {
  if (/^\s*#[^\n]*\b(?:example|sample|demo)\b/i.test(piece.text)) return true;
  return /(?:^|[/._-])(?:examples?|samples?|demos?|tutorials?|labs?)(?:[/._-]|$)/i.test(
    uri.split('/').slice(-3).join('/'),
  );
}
