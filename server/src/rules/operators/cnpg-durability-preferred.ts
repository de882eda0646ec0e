import type { Origin } from '../../sql/reading.js';
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
      'instances: 2\npostgresql:\n  synchronous:\n    method: any\n    number: 1\n    dataDurability: preferred',
      'alone',
    ),
  ],
  good: [
    cnpgExample(
      'instances: 2\n# dataDurability: preferred, so that writes go on with one instance alone.\npostgresql:\n  synchronous:\n    method: any\n    number: 1\n    dataDurability: preferred',
    ),
    cnpgExample(
      'instances: 3\npostgresql:\n  synchronous:\n    method: any\n    number: 1\n    dataDurability: preferred',
    ),
    cnpgExample(
      'instances: 3\npostgresql:\n  synchronous:\n    method: any\n    number: 1\n    dataDurability: required',
    ),
  ],
  check(cluster, context) {
    const settings = cluster.settings.cloudnativepg;
    const level = settings?.given('postgresql.synchronous.dataDurability');
    if (level?.value !== 'preferred') return;
    const number = settings?.number('postgresql.synchronous.number');
    const instances = settings?.number('instances');
    // It is always written on purpose: worth a word where a single standby that is away makes use of it.
    if (number === undefined || instances === undefined || number < instances - 1) return;
    if (isExplained(level.written.origin)) return;
    context.report({
      origin: level.written.origin,
      message: `number is ${number}, and there are ${instances - 1} standbys: with preferred, commits wait for fewer as soon as one is away${number === 1 ? ', that is for none: what is written then is on the primary alone' : ''}. Where no write may be lost use required, with one instance more.`,
      fixes: [{ title: 'Set required', edits: [valueEdit(level.written, 'required')], safe: false }],
    });
  },
});

/** True where a comment in the lines above speaks of the setting: who wrote it knows what it does. */
function isExplained({ unit, span }: Origin): boolean {
  const above = unit.piece.text.slice(0, span.start).split('\n').slice(-12);
  return above.some(line => /#.*\b(?:dataDurability|preferred)\b/.test(line));
}
