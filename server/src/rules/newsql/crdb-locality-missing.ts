import { CRDB, startExample } from '../lib/cluster/newsql.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'crdb-locality-missing',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cockroach'],
  summary: 'Some nodes say where they stand, and others do not, or in other words.',
  gains: 'One option less.',
  costs:
    'Copies are kept apart by the tiers of --locality. Of a node without them, or with other tiers, CockroachDB does not know what it shares with the others: copies of one range may stand in one zone.',
  fineWhen: 'Never in more than one zone.',
  advice: 'Give every node the same tiers in the same order.',
  sources: [
    CRDB.start,
    {
      title: 'CockroachDB docs: replication and localities',
      url: 'https://github.com/cockroachdb/docs/issues/17824',
    },
  ],
  bad: [
    startExample(['--locality=region=eu,zone=a', '--locality=region=eu,zone=b', ''], 'crdb3'),
    startExample(
      ['--locality=region=eu,zone=a', '--locality=region=eu,zone=b', '--locality=zone=c,region=eu'],
      'zone, region',
    ),
  ],
  good: [
    startExample([
      '--locality=region=eu,zone=a',
      '--locality=region=eu,zone=b',
      '--locality=region=eu,zone=c',
    ]),
    startExample(['', '', '']),
  ],
  check(cluster, context) {
    if (cluster.members.length < 3) return;
    const first = cluster.members.find(({ settings }) => settings.cockroach?.given('locality'));
    const known = first?.settings.cockroach?.text('locality');
    if (first === undefined || known === undefined) return;
    for (const { id, settings, origin } of cluster.members) {
      const own = settings.cockroach;
      if (own === undefined || own.isHidden('locality')) continue;
      const text = own.text('locality');
      if (text !== undefined && tiers(text) === tiers(known)) continue;
      context.report({
        origin: own.given('locality')?.written.origin ?? origin,
        message: `${id} ${text === undefined ? 'says not where it stands' : `has the tiers ${tiers(text)}`}, where ${first.id} has ${tiers(known)}: copies cannot be kept apart from those on it. Give every node the same tiers in the same order.`,
      });
      return;
    }
  },
});

function tiers(locality: string): string {
  return locality
    .split(',')
    .map(tier => tier.split('=')[0]!.trim())
    .join(', ');
}
