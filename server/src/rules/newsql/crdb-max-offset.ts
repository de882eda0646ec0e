import { duration } from '../lib/cluster/consensus.js';
import { CRDB, startExample } from '../lib/cluster/newsql.js';
import { defineRule } from '../rule.js';

/** Of each node that is not told otherwise, in ms. */
const DEFAULT = 500;

export default defineRule({
  id: 'crdb-max-offset',
  subject: 'newsql',
  since: '0.8.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cockroach'],
  summary: 'Nodes tolerate different offsets of their clocks, or a larger one than by default.',
  gains: 'A larger offset lets nodes live on whose clocks are badly kept.',
  costs:
    'Nodes compare `--max-offset` when they meet: one that finds another value stops itself. A large one makes the time longer in which a read cannot tell what came first: it has to begin again, and writes to GLOBAL tables wait for all of it.',
  fineWhen: 'All clocks are known to be that far apart, and cannot be mended.',
  advice: 'Keep the clocks together by NTP, and the same value on all nodes: 500 ms, or 250 ms.',
  sources: [CRDB.start, CRDB.heartbeat],
  bad: [
    startExample(['--max-offset=250ms', '--max-offset=250ms', ''], 'stops itself'),
    startExample(['--max-offset=2s', '--max-offset=2s', '--max-offset=2s'], 'begin again'),
  ],
  good: [
    startExample(['', '', '']),
    startExample(['--max-offset=250ms', '--max-offset=250ms', '--max-offset=250ms']),
    startExample(['--max-offset=$OFFSET', '', '']),
  ],
  check(cluster, context) {
    const nodes = cluster.members.flatMap(({ id, settings: { cockroach } }) =>
      cockroach === undefined ? [] : [{ id, settings: cockroach }],
    );
    const told = nodes.filter(({ settings }) => settings.given('max-offset') !== undefined);
    if (nodes.length < 2 || nodes.some(({ settings }) => settings.isHidden('max-offset'))) return;
    const of = ({ settings }: (typeof nodes)[number]) => settings.number('max-offset') ?? DEFAULT;
    const [first] = told;
    if (first === undefined) return;
    const { origin } = first.settings.given('max-offset')!.written;
    const other = nodes.find(node => of(node) !== of(first));
    if (other !== undefined)
      context.report({
        origin,
        severity: 'error',
        message: `${first.id === other.id ? 'One node' : first.id} has a max-offset of ${duration(of(first))} and ${first.id === other.id ? 'another' : other.id} of ${duration(of(other))}: a node that meets another value stops itself. Write the same one for all.`,
      });
    else if (of(first) > DEFAULT)
      context.report({
        origin,
        message: `A read has to begin again when it meets a value whose time is up to ${duration(of(first))} after its own, and writes to GLOBAL tables wait about as long. Keep the clocks together, and this at 500 ms.`,
      });
  },
});
