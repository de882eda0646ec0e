import { cnpgExample, OPERATOR_PAGES } from '../lib/cluster/manifests.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cnpg-sync-two-instances',
  subject: 'operators',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cloudnativepg'],
  summary: 'Commits wait for every standby that there is: the loss of any one stops all writes.',
  gains: 'Each acknowledged write is on every instance.',
  costs:
    'With required durability writes stop while a standby is away, for updates and restarts as well. The more instances must answer, the more often one of them does not.',
  fineWhen: 'Writes shall stop rather than be on fewer instances.',
  advice: 'Have at least one instance more than number + 1, or use preferred.',
  sources: [OPERATOR_PAGES.replication],
  bad: [
    cnpgExample('instances: 2\npostgresql:\n  synchronous:\n    method: any\n    number: 1', '3 instances'),
    cnpgExample('instances: 3\npostgresql:\n  synchronous:\n    method: first\n    number: 2', '4 instances'),
  ],
  good: [
    cnpgExample('instances: 3\npostgresql:\n  synchronous:\n    method: any\n    number: 1'),
    cnpgExample(
      'instances: 2\npostgresql:\n  synchronous:\n    method: any\n    number: 1\n    dataDurability: preferred',
    ),
  ],
  check(cluster, context) {
    const settings = cluster.settings.cloudnativepg;
    const number = settings?.given('postgresql.synchronous.number');
    if (settings === undefined || typeof number?.value !== 'number' || cluster.open) return;
    if (settings.text('postgresql.synchronous.dataDurability') !== 'required') return;
    if (settings.given('postgresql.synchronous.standbyNamesPre') !== undefined) return;
    if (settings.given('postgresql.synchronous.standbyNamesPost') !== undefined) return;
    if (number.value !== cluster.members.length - 1) return;
    context.report({
      origin: number.written.origin,
      message: `Commits wait for ${number.value === 1 ? 'the only standby' : `all ${number.value} standbys`}: whenever one is away, for a restart too, no write is accepted. Run ${cluster.members.length + 1} instances${number.value === 1 ? ', or use dataDurability: preferred' : ', or lower number'}.`,
    });
  },
});
