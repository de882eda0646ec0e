import { OPERATOR_PAGES, zalandoExample } from '../lib/cluster/manifests.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'zalando-refused-setting',
  subject: 'operators',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['zalando'],
  summary: 'A setting that the resource `postgresql` does not take: the manifest is refused.',
  gains: 'None.',
  costs:
    'synchronous_mode is true or false there, so that quorum cannot be set; and a standby cluster follows either an archive on S3 or one on Google Cloud.',
  fineWhen: 'Never.',
  advice:
    'Set synchronous_mode: true, and quorum with `patronictl edit-config` where it is wanted; give one of the archives.',
  sources: [
    OPERATOR_PAGES.zalando,
    {
      title: 'Postgres operator: postgresql_type.go',
      url: 'https://github.com/zalando/postgres-operator/blob/master/pkg/apis/acid.zalan.do/v1/postgresql_type.go',
    },
  ],
  bad: [
    zalandoExample('numberOfInstances: 3\npatroni:\n  synchronous_mode: quorum', 'true or false'),
    zalandoExample(
      'numberOfInstances: 1\nstandby:\n  s3_wal_path: s3://a/b\n  gs_wal_path: gs://a/b',
      'either',
    ),
  ],
  good: [
    zalandoExample('numberOfInstances: 3\npatroni:\n  synchronous_mode: true'),
    zalandoExample('numberOfInstances: 1\nstandby:\n  s3_wal_path: s3://a/b'),
  ],
  check(cluster, context) {
    const mode = cluster.settings.patroni?.given('synchronous_mode');
    if (mode !== undefined && mode.written.raw === 'quorum') {
      context.report({
        origin: mode.written.origin,
        message:
          'synchronous_mode is true or false in this resource: Kubernetes refuses `quorum`. Write true; quorum can be set with `patronictl edit-config`.',
        fixes: [
          { title: 'Write true', edits: [{ origin: mode.written.origin, newText: 'true' }], safe: false },
        ],
      });
    }
    const own = cluster.settings.zalando;
    const s3 = own?.given('standby.s3_wal_path');
    const gs = own?.given('standby.gs_wal_path');
    if (s3 !== undefined && gs !== undefined) {
      context.report({
        origin: gs.written.origin,
        message:
          'A standby cluster follows either s3_wal_path or gs_wal_path: the operator refuses both. Remove one.',
      });
    }
  },
});
