import type { Cluster, Guarantee } from './model.js';
import type { SystemModule } from './module.js';
import { printDuration } from './print.js';
import { guaranteesOf } from './promises.js';
import { majority } from './quorum.js';
import { freshAfter, overlapSentence } from './staleness.js';
import { SYSTEMS } from './systems.js';

/** Where a kind of operation stands between refusing, waiting and going on: `PC/EL`. */
export function pacelcOf({ partition, otherwise }: Pick<Guarantee, 'partition' | 'otherwise'>): string {
  return `P${partition}/E${otherwise}`;
}

/** `nothing`, `up to 30 s of writes`, `no bound`; undefined where it is not known. */
export function rpoText({ rpoMs }: Pick<Guarantee, 'rpoMs'>): string | undefined {
  if (rpoMs === undefined) return undefined;
  if (rpoMs === 'unbounded') return 'no bound';
  return rpoMs === 0 ? 'nothing' : `up to ${printDuration(rpoMs)} of writes`;
}

/** `5 s to 40 s`, `until a person acts`; undefined where it is not known. */
export function rtoText({ rtoMs }: Pick<Guarantee, 'rtoMs'>): string | undefined {
  if (rtoMs === undefined) return undefined;
  if (rtoMs === 'manual') return 'until a person acts';
  const [least, most] = rtoMs;
  if (most <= 0) return 'no pause';
  if (!Number.isFinite(most)) return `at least ${printDuration(least)}`;
  return least === most
    ? printDuration(most)
    : `${least <= 0 ? '0 s' : printDuration(least)} to ${printDuration(most)}`;
}

/** The write that a program makes that asks for nothing special: the first that the module tells. */
export function plainWrite(guarantees: readonly Guarantee[]): Guarantee | undefined {
  return guarantees.find(({ writes }) => writes);
}

/**
 * What operations on a cluster get, as a table with the reasons below it, in Markdown; undefined where nothing is known.
 * C or A: on a cut the side without a quorum refuses or goes on. C or L: otherwise it waits for others or answers at once.
 */
export function guaranteesMarkdown(cluster: Cluster, modules: readonly SystemModule[]): string | undefined {
  const guarantees = guaranteesOf(cluster, modules).slice(0, 16);
  if (guarantees.length === 0) return undefined;
  const rows = guarantees.map(each => {
    const { operation, consistency, partition, copies } = each;
    const cells = [
      operation,
      consistency,
      `${partition === 'C' ? 'CP' : 'AP'}, ${pacelcOf(each)}`,
      copies === undefined ? '' : String(copies),
      rpoText(each) ?? '',
      rtoText(each) ?? '',
    ];
    return `| ${cells.map(cell => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  });
  const reasons = [
    ...new Set(guarantees.flatMap(({ because }) => because.map(({ sentence }) => sentence))),
  ].slice(0, 12);
  const count = cluster.members.filter(({ role }) => role === 'data').length;
  return [
    `**${cluster.name === '' ? SYSTEMS[cluster.system] : cluster.name}** (${SYSTEMS[cluster.system]}${cluster.open || count === 0 ? '' : `, ${count} ${count === 1 ? 'copy' : 'nodes with data'}`})`,
    [
      '| Operation | Consistency | CAP, PACELC | Copies | May be lost | No writes for |',
      '| --- | --- | --- | --- | --- | --- |',
      ...rows,
    ].join('\n'),
    reasons.map(reason => `- ${reason}`).join('\n'),
    meetings(cluster)
      .map(sentence => `- ${sentence}`)
      .join('\n'),
  ]
    .filter(part => part !== '')
    .join('\n\n');
}

/** Of stores without a leader: how reads of R copies meet writes of W, for the levels that people choose from. */
function meetings(cluster: Cluster): string[] {
  const n = copiesOf(cluster);
  if (n === undefined || n < 2 || n > 20) return [];
  const half = majority(n);
  return (
    [
      ['one and one', 1, 1],
      ['one and a quorum', 1, half],
      ['a quorum and a quorum', half, half],
    ] as const
  ).map(([ask, r, w]) => {
    const late = freshAfter({ n, r, w }, 0.999, MEAN_DELAY_MS);
    const after =
      late === 0
        ? ''
        : `; where the other copies get it ${MEAN_DELAY_MS} ms later on average, 99.9% see it after ${printDuration(Math.ceil(late))}`;
    return `Read and write by ${ask}: ${overlapSentence({ n, r, w })}${after}.`;
  });
}

/** How late copies that nobody waits for are taken to be where no figure is known: an example for people to scale. */
const MEAN_DELAY_MS = 10;

function copiesOf({ system, resources, settings, members }: Cluster): number | undefined {
  if (system === 'neutral')
    return settings.neutral?.text('protocol') === 'leaderless'
      ? (settings.neutral.number('copies') ?? members.filter(({ role }) => role === 'data').length)
      : undefined;
  if (system !== 'cassandra' && system !== 'scylla') return undefined;
  const sums = resources.flatMap(({ kind, copies }) =>
    kind === 'keyspace' && copies !== undefined
      ? [Object.values(copies).reduce((sum, each) => sum + each, 0)]
      : [],
  );
  return sums.length === 0 ? undefined : Math.max(...sums);
}
