import { valueEdit } from '../lib/cluster/lines.js';
import { cnpgExample, OPERATOR_PAGES } from '../lib/cluster/manifests.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cnpg-durability-preferred',
  subject: 'operators',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cloudnativepg'],
  summary: 'dataDurability: preferred lets commits wait for fewer standbys than number, in the end for none.',
  gains: 'Writes go on when standbys are away.',
  costs: 'What is acknowledged while no standby is ready is on the primary alone, and lost with it.',
  fineWhen: 'Going on is worth more than the writes of that time.',
  advice: 'Use required, with one instance more than number asks for.',
  sources: [OPERATOR_PAGES.replication],
  bad: [
    cnpgExample(
      'instances: 3\npostgresql:\n  synchronous:\n    method: any\n    number: 1\n    dataDurability: preferred',
      'alone',
    ),
  ],
  good: [
    cnpgExample(
      'instances: 3\npostgresql:\n  synchronous:\n    method: any\n    number: 1\n    dataDurability: required',
    ),
  ],
  check(cluster, context) {
    const settings = cluster.settings.cloudnativepg;
    const level = settings?.given('postgresql.synchronous.dataDurability');
    if (level?.value !== 'preferred') return;
    const number = settings?.number('postgresql.synchronous.number');
    context.report({
      origin: level.written.origin,
      message: `With preferred, number (${number ?? 'not told'}) is only a wish: commits wait for the standbys that are ready, and for none when none is. What is written then is on the primary alone. Use required where no write may be lost.`,
      fixes: [{ title: 'Set required', edits: [valueEdit(level.written, 'required')], safe: false }],
    });
  },
});
