import { failoverQuorum, synchronous } from '../../cluster/systems/cloudnativepg/sync.js';
import { isOlder } from '../../cluster/version.js';
import { lineAfter } from '../lib/cluster/lines.js';
import { cnpgExample, OPERATOR_PAGES } from '../lib/cluster/manifests.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cnpg-sync-without-failover-quorum',
  subject: 'operators',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cloudnativepg'],
  summary:
    'Synchronous replication without failoverQuorum: a standby that lacks acknowledged writes may be promoted.',
  gains: 'A standby is promoted whenever one is left, however it stands.',
  costs:
    'A commit waits for some of the standbys. It takes more than one failure: when the primary is lost together with the ones that had the write, or they come back later than another one, the operator promotes what is there: the acknowledged write is gone.',
  fineWhen:
    'Having a primary again is worth more than the last writes, or the operator is older than 1.27 and cannot do it.',
  advice:
    'Set failoverQuorum: true. A promotion then waits until the standbys that can be reached must include one with every acknowledged write.',
  sources: [
    OPERATOR_PAGES.failover,
    {
      title: 'CloudNativePG: a stale standby is promoted',
      url: 'https://github.com/cloudnative-pg/cloudnative-pg/issues/1688',
    },
  ],
  bad: [
    cnpgExample('instances: 3\npostgresql:\n  synchronous:\n    method: any\n    number: 1', '2 of 2'),
    cnpgExample(
      'instances: 5\npostgresql:\n  synchronous:\n    method: any\n    number: 2\n    failoverQuorum: false',
      '3 of 4',
    ),
  ],
  good: [
    cnpgExample(
      'instances: 3\npostgresql:\n  synchronous:\n    method: any\n    number: 1\n    failoverQuorum: true',
    ),
    cnpgExample(
      'instances: 3\npostgresql:\n  synchronous:\n    method: any\n    number: 1',
      undefined,
      "annotations:\n  alpha.cnpg.io/failoverQuorum: 'true'",
    ),
    cnpgExample('instances: 3'),
    cnpgExample('instances: 3\npostgresql:\n  synchronous:\n    method: any\n    number: 2'),
    cnpgExample(
      'instances: 5\npostgresql:\n  synchronous:\n    podFailureDomainKeys:\n      - topology.kubernetes.io/zone\n    method: any\n    number: 2',
    ),
  ],
  check(cluster, context) {
    const settings = cluster.settings.cloudnativepg;
    if (settings === undefined || !synchronous(settings) || isOlder(settings.version, '1.27')) return;
    const number = settings.given('postgresql.synchronous.number');
    const quorum = 'postgresql.synchronous.failoverQuorum';
    if (number === undefined || settings.isHidden(quorum) || settings.flag(quorum) === true) return;
    // Only standbys of other zones are waited for then: how many those are, the files do not say.
    if (/^\s*podFailureDomainKeys:/m.test(number.written.origin.unit.piece.text)) return;
    const numbers = failoverQuorum(settings, cluster.open ? undefined : cluster.members.length);
    if (numbers === undefined || numbers.n < 2) return;
    const required = settings.text('postgresql.synchronous.dataDurability') !== 'preferred';
    // A commit that waits for every standby is on each that may be promoted.
    if (required && numbers.w >= numbers.n) return;
    const written = settings.given(quorum);
    context.report({
      origin: number.written.origin,
      message: `A commit waits for ${numbers.w} of ${numbers.n} standbys, but a failover asks nobody which ones. Lose the primary and ${numbers.w === 1 ? 'that standby' : `those ${numbers.w}`} together (${numbers.w + 1} failures), and another is promoted without the write. Set failoverQuorum: true (a promotion then needs ${numbers.needed} of ${numbers.n}).`,
      fixes: () => {
        const edit =
          written === undefined
            ? lineAfter(number.written, 'failoverQuorum: true')
            : { origin: written.written.origin, newText: 'true' };
        return edit === undefined ? [] : [{ title: 'Set failoverQuorum: true', edits: [edit], safe: false }];
      },
      tradeOff: () => ({
        gains: ['Without it the operator promotes as soon as one standby is left.'],
        costs: [
          `1. A write is acknowledged by the primary and ${numbers.w} standby${numbers.w === 1 ? '' : 's'}.`,
          '2. The primary and the standbys that have it are lost, or cut off.',
          '3. Another standby is promoted: the write is gone.',
        ],
        breakEven: `With it, ${numbers.n - numbers.needed} of ${numbers.n} standbys may be missing for a promotion.`,
        advice: ['More instances at the same number leave more room for both.'],
        numbers: [
          { label: 'W, waited for', value: String(numbers.w), from: 'number' },
          { label: 'N, standbys', value: String(numbers.n), from: 'instances' },
          { label: 'R, needed for a promotion', value: String(numbers.needed), from: 'R + W > N' },
        ],
      }),
    });
  },
});
