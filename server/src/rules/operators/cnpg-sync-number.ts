import { cnpgExample, OPERATOR_PAGES } from '../lib/cluster/manifests.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cnpg-sync-number',
  subject: 'operators',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['cloudnativepg'],
  summary: 'The synchronous stanza asks for what cannot be: the operator refuses the manifest.',
  gains: 'None.',
  costs:
    'The number must be less than the instances and further names together; preferred does not go with further names; failoverQuorum needs a number greater than the further names; the older minSyncReplicas must not exceed maxSyncReplicas, nor that reach the instances.',
  fineWhen: 'Never.',
  advice: 'Lower the number, or raise instances.',
  sources: [OPERATOR_PAGES.webhook, OPERATOR_PAGES.replication],
  bad: [
    cnpgExample('instances: 2\npostgresql:\n  synchronous:\n    method: any\n    number: 2', 'less than 2'),
    cnpgExample(
      'instances: 3\npostgresql:\n  synchronous:\n    method: any\n    number: 1\n    dataDurability: preferred\n    standbyNamesPre: [far]',
      'preferred',
    ),
    cnpgExample(
      'instances: 3\npostgresql:\n  synchronous:\n    method: any\n    number: 1\n    failoverQuorum: true\n    standbyNamesPost: [far]',
      'greater than 1',
    ),
    cnpgExample('instances: 3\nminSyncReplicas: 2\nmaxSyncReplicas: 1', 'minSyncReplicas'),
    cnpgExample('instances: 3\nminSyncReplicas: 1\nmaxSyncReplicas: 3', 'maxSyncReplicas'),
  ],
  good: [
    cnpgExample('instances: 3\npostgresql:\n  synchronous:\n    method: any\n    number: 2'),
    cnpgExample(
      'instances: 2\npostgresql:\n  synchronous:\n    method: any\n    number: 2\n    standbyNamesPre: [far]',
    ),
    cnpgExample('instances: 3\nminSyncReplicas: 1\nmaxSyncReplicas: 2'),
  ],
  check(cluster, context) {
    const settings = cluster.settings.cloudnativepg;
    if (settings === undefined || cluster.open) return;
    const instances = cluster.members.length;
    const number = settings.given('postgresql.synchronous.number');
    const outside =
      settings.list('postgresql.synchronous.standbyNamesPre').length +
      settings.list('postgresql.synchronous.standbyNamesPost').length;
    if (number !== undefined && typeof number.value === 'number') {
      const { origin } = number.written;
      const level = settings.given('postgresql.synchronous.dataDurability');
      const quorum = settings.flag('postgresql.synchronous.failoverQuorum') === true;
      if (number.value >= instances + outside) {
        context.report({
          origin,
          message: `number is ${number.value} and must be less than ${instances + outside}, the instances${outside > 0 ? ' and further names' : ''}: the operator refuses the manifest. Lower it, or raise instances.`,
        });
      } else if (level?.value === 'preferred' && outside > 0) {
        context.report({
          origin: level.written.origin,
          message:
            'preferred does not go with standbyNamesPre and standbyNamesPost, of which the operator cannot tell whether they are there: the manifest is refused. Use required, or remove the names.',
        });
      } else if (quorum && number.value <= outside) {
        context.report({
          origin,
          message: `With failoverQuorum, number (${number.value}) must be greater than ${outside}, the names outside of the cluster: those alone could acknowledge a write that no instance has. The operator refuses the manifest.`,
        });
      }
    }
    const least = settings.given('minSyncReplicas');
    const most = settings.given('maxSyncReplicas');
    const max = settings.number('maxSyncReplicas') ?? 0;
    if (
      least !== undefined &&
      typeof least.value === 'number' &&
      least.value > max &&
      !settings.isHidden('maxSyncReplicas')
    ) {
      context.report({
        origin: least.written.origin,
        message: `minSyncReplicas (${least.value}) is greater than maxSyncReplicas (${max}): the operator refuses the manifest. Use postgresql.synchronous instead of both.`,
      });
    } else if (most !== undefined && max >= instances) {
      context.report({
        origin: most.written.origin,
        message: `maxSyncReplicas (${max}) must be lower than instances (${instances}): the operator refuses the manifest. Lower it, or raise instances.`,
      });
    }
  },
});
