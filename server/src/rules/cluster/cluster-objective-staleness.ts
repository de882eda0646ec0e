import type { Cluster } from '../../cluster/model.js';
import { printDuration } from '../../cluster/print.js';
import { missesAfter } from '../../cluster/staleness.js';
import type { Origin } from '../../sql/reading.js';
import { copiesOf, described, nodes, objectivesOf } from '../lib/cluster/described.js';
import { clusterExample } from '../lib/cluster/example.js';
import { readsOf, SLO_SOURCE } from '../lib/cluster/objectives.js';
import { patroniNode } from '../lib/cluster/patroni.js';
import {
  lagBound,
  maxscale,
  maxscaleExample,
  proxysql,
  readersOfStandbys,
  readsReplicas,
} from '../lib/cluster/routers.js';
import { defineRule } from '../rule.js';

const haproxy = (check: string) =>
  `listen reads\n  bind *:5001\n  option httpchk OPTIONS ${check}\n  http-check expect status 200\n  default-server inter 3s\n  server shop1 10.0.0.1:5432 check port 8008\n  server shop2 10.0.0.2:5432 check port 8008\n`;
const withReads = (check: string, says?: string) =>
  clusterExample(
    'patroni',
    {
      'faultline.yaml': 'objectives: { staleness: 2s }\n',
      'n1/patroni.yml': patroniNode(1),
      'n2/patroni.yml': patroniNode(2),
      'haproxy.cfg': haproxy(check),
    },
    says,
  );

const asked = { 'faultline.yaml': 'objectives: { staleness: 2s }\n' };
const split = (...more: readonly string[]) =>
  maxscale(['auto_failover=true'], ['router=readwritesplit', ...more]);

export default defineRule({
  id: 'cluster-objective-staleness',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['neutral', 'patroni', 'proxysql', 'maxscale'],
  summary: 'Reads may be older than the objectives allow.',
  gains: 'Reads are spread over copies, or answered by the nearest.',
  costs:
    'A copy that follows behind answers with what it has; when it cannot follow, that gets older without an end.',
  fineWhen: 'The objective is meant for other reads.',
  advice:
    'Read from the leader where age matters, let the router check the lag, or ask as many copies as meet every write.',
  sources: [
    SLO_SOURCE,
    { title: 'Probabilistically Bounded Staleness', url: 'https://arxiv.org/abs/1204.6082' },
  ],
  bad: [
    described(
      `protocol: primary-backup\n${nodes('a', 'b')}clients:\n  - { name: shop, reads: followers }\nobjectives: { staleness: 2s }\n`,
      'shop',
    ),
    described(
      `protocol: leaderless\ncopies: 3\n${nodes('a', 'b', 'c')}workload: { lag: 1s }\nclients:\n  - { name: shop, readCopies: 1, writeCopies: 1 }\nobjectives: { staleness: 2s }\n`,
      'R 1 + W 1',
    ),
    withReads('/replica', '2 s'),
    clusterExample(
      'patroni',
      {
        ...asked,
        'n1/patroni.yml': patroniNode(1),
        'n2/patroni.yml': patroniNode(2),
        '.env':
          'READS=postgresql://app@10.0.0.1,10.0.0.2/shop?target_session_attrs=prefer-standby&connect_timeout=3\n',
      },
      'this program',
    ),
    proxysql({ files: asked }, 'no bound'),
    proxysql({ lag: 5, files: asked }, '15 s'),
    maxscaleExample({ ...asked, 'maxscale.cnf': split() }, 'no bound'),
  ],
  good: [
    described(
      `protocol: primary-backup\n${nodes('a', 'b')}clients:\n  - { name: shop, reads: leader }\nobjectives: { staleness: 2s }\n`,
    ),
    described(
      `protocol: leaderless\ncopies: 3\n${nodes('a', 'b', 'c')}clients:\n  - { name: shop, readCopies: 2, writeCopies: 2 }\nobjectives: { staleness: 2s }\n`,
    ),
    withReads('/primary'),
    withReads('/replica?lag=1MB'),
    proxysql({ lag: 5, files: { 'faultline.yaml': 'objectives: { staleness: 20s }\n' } }),
    maxscaleExample({ ...asked, 'maxscale.cnf': split('causal_reads=universal') }),
  ],
  check(cluster, context) {
    const { stalenessMs: asked } = objectivesOf(cluster, context);
    if (asked === undefined) return;
    for (const { who, origin, why } of oldReads(cluster, asked)) {
      context.report({
        origin,
        message: `Reads may be ${asked === 0 ? '0' : printDuration(asked)} old at most; those ${who} ${why}. Read from the leader where that matters, or bound the lag.`,
      });
    }
  },
});

interface OldRead {
  readonly who: string;
  readonly origin: Origin;
  readonly why: string;
}

function oldReads(cluster: Cluster, asked: number): readonly OldRead[] {
  if (cluster.system !== 'neutral') {
    const loose = readsOf(cluster).some(
      ({ consistency }) => consistency === 'eventual' || consistency === 'none',
    );
    if (!loose) return [];
    const [program] = cluster.commit.level === 'applied' ? [] : readersOfStandbys(cluster);
    if (program !== undefined)
      return [
        {
          who: 'of this program',
          origin: program.origin,
          why: 'come from standbys that follow behind, with no bound on how far',
        },
      ];
    return cluster.routers
      .filter(router => readsReplicas(router) && !/lag=|max_lag|lag/i.test(router.check?.text ?? ''))
      .map(router => ({ router, bound: lagBound(router) }))
      .filter(({ bound }) => bound === undefined || bound > asked)
      .slice(0, 1)
      .map(({ router: { id, origin }, bound }) => ({
        who: `through ${id}`,
        origin,
        why:
          bound === undefined
            ? 'come from copies that follow behind, with no bound on how far'
            : `come from copies that may be ${printDuration(bound)} behind, until the lag is looked at again`,
      }));
  }
  const own = cluster.settings.neutral!;
  const protocol = own.text('protocol');
  const lag = own.number('workload.lag');
  return cluster.clients.slice(0, 50).flatMap((client): OldRead[] => {
    const settings = client.settings.neutral!;
    const who = `of ${client.id}`;
    if (protocol === 'leaderless') {
      const n = own.number('copies') ?? copiesOf(cluster).length;
      const r = settings.number('clients.readCopies');
      const w = settings.number('clients.writeCopies') ?? cluster.commit.count + 1;
      if (r === undefined || r + w > n) return [];
      const odds = lag === undefined ? undefined : missesAfter({ n, r, w }, asked, lag);
      if (odds !== undefined && odds < 0.001) return [];
      return [
        {
          who,
          origin: client.origin,
          why: `(R ${r} + W ${w} ≤ N ${n}) miss a write ${odds === undefined ? 'for as long as copies are behind' : `of ${asked === 0 ? 'just now' : `${printDuration(asked)} ago`} in ${percent(odds)} of cases, with copies ${printDuration(lag!)} behind on average`}`,
        },
      ];
    }
    const reads = settings.text('clients.reads');
    if (reads === 'leader' || reads === 'quorum') return [];
    if (cluster.commit.level === 'applied' && cluster.commit.method === 'all') return [];
    // With delays that fall off exponentially the part that is older than t is e^(-t/mean).
    const odds = lag === undefined || lag <= 0 ? undefined : Math.exp(-asked / lag);
    if (odds !== undefined && odds < 0.001) return [];
    return [
      {
        who,
        origin: client.origin,
        why:
          odds === undefined
            ? 'come from copies that follow behind, with no bound on how far'
            : `are older in ${percent(odds)} of cases, with copies ${printDuration(lag!)} behind on average`,
      },
    ];
  });
}

function percent(part: number): string {
  return `${part >= 0.1 ? Math.round(part * 100) : Math.round(part * 1000) / 10}%`;
}
