import { isOlder } from '../../cluster/version.js';
import { lineRemoved } from '../lib/cluster/lines.js';
import { cnpgExample, OPERATOR_PAGES } from '../lib/cluster/manifests.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cnpg-legacy-sync',
  subject: 'operators',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cloudnativepg'],
  summary: 'minSyncReplicas and maxSyncReplicas: deprecated, and lowered to none by themselves.',
  gains: 'Writes never stop for lack of standbys.',
  costs:
    'minSyncReplicas is no minimum: commits wait for maxSyncReplicas, for minSyncReplicas while fewer than that are ready, and with fewer still for as many as are: in the end for nobody. failoverQuorum does not go with this form.',
  fineWhen: 'The operator is older than 1.24.',
  advice:
    'Write postgresql.synchronous with method, number and dataDurability: preferred behaves like this form, required keeps the number. A syncReplicaElectionConstraint goes with the old form alone; look after zones by affinity then.',
  sources: [
    OPERATOR_PAGES.replication,
    {
      title: 'CloudNativePG: legacy.go',
      url: 'https://github.com/cloudnative-pg/cloudnative-pg/blob/main/pkg/postgres/replication/legacy.go',
    },
  ],
  bad: [
    cnpgExample(
      'instances: 3\nminSyncReplicas: 1\nmaxSyncReplicas: 1\npostgresql:\n  syncReplicaElectionConstraint:\n    enabled: false',
      '1.25',
    ),
    cnpgExample('instances: 3\nminSyncReplicas: 1\nmaxSyncReplicas: 2', 'in the end for none'),
  ],
  good: [
    cnpgExample(
      'instances: 3\nminSyncReplicas: 1\nmaxSyncReplicas: 1\npostgresql:\n  syncReplicaElectionConstraint:\n    enabled: true\n    nodeLabelsAntiAffinity:\n      - topology.kubernetes.io/zone',
    ),
    cnpgExample('instances: 3\nminSyncReplicas: 0\nmaxSyncReplicas: 0'),
    cnpgExample('instances: 3\npostgresql:\n  synchronous:\n    method: any\n    number: 1'),
  ],
  check(cluster, context) {
    const settings = cluster.settings.cloudnativepg;
    const most = settings?.given('maxSyncReplicas');
    if (settings === undefined || typeof most?.value !== 'number' || most.value < 1) return;
    if (isOlder(settings.version, '1.24') || settings.given('postgresql.synchronous.number') !== undefined)
      return;
    // Zones of standbys go with this form alone.
    if (settings.isHidden(BY_ZONE) || settings.flag(BY_ZONE) === true) return;
    // Then they wait for none, which is told there.
    const commit = cluster.settings.postgres?.text('synchronous_commit');
    if (commit === 'local' || commit === 'off') return;
    const least = settings.given('minSyncReplicas');
    const min = least === undefined ? 0 : least.value;
    // `dataDurability` came a version after the section; before, a number that is written is kept.
    const instead = isOlder(settings.version, '1.25')
      ? `postgresql.synchronous replaces it, with number ${most.value}, which is kept.`
      : `postgresql.synchronous replaces it (1.24 and newer): number ${most.value}, and from 1.25 on dataDurability, required to keep that number or preferred to go on.`;
    context.report({
      origin: (least ?? most).written.keyOrigin,
      tag: 'deprecated',
      message: `minSyncReplicas is no minimum: commits wait for ${most.value} standby${most.value === 1 ? '' : 's'}${typeof min === 'number' && min < most.value ? `, for ${min} while fewer are ready` : ''}, and for what is left below that, in the end for none. ${instead}`,
      fixes: () => {
        const section = settings.written.some(({ key }) => key.startsWith('postgresql.'));
        const block = `postgresql:\n    synchronous:\n      method: any\n      number: ${most.value}\n      dataDurability: preferred`;
        const removed = least === undefined ? undefined : lineRemoved(least.written);
        if (section || (least !== undefined && removed === undefined)) return [];
        const { unit } = most.written.keyOrigin;
        const before = unit.piece.text.slice(0, most.written.keyOrigin.span.start);
        if (!/(?:^|\n) {2}$/.test(before)) return [];
        const span = { start: most.written.keyOrigin.span.start, end: most.written.origin.span.end };
        const edits = [
          ...(removed === undefined ? [] : [removed]),
          { origin: { unit, span }, newText: block },
        ];
        return [{ title: 'Write postgresql.synchronous, going on like this', edits, safe: false }];
      },
    });
  },
});

const BY_ZONE = 'postgresql.syncReplicaElectionConstraint.enabled';
