import type { ClientResult, Interval, LeaderSpan, SimulationResult, StaleReads, Verdict } from './model.js';

/** A line of the summary: what it is about, and what is said of it. */
export interface Phrase {
  readonly topic: string;
  readonly text: string;
  /** How bad it is that it may happen. */
  readonly weight: 'bad' | 'good' | 'plain';
}

/** The result in words, one line for each question that one has. */
export function phrasesOf(result: SimulationResult): Phrase[] {
  return [
    ...leaderPhrases(result),
    failoverPhrase(result),
    ...clientPhrases(result),
    dualPhrase(result),
    lostPhrase(result),
    ...stalePhrases(result),
    ...conflictPhrase(result),
    finalPhrase(result),
  ];
}

function leaderPhrases(result: SimulationResult): Phrase[] {
  return alternatives(result.leaders).map(({ nodes, from, to, share, open }, i) => {
    const parts = [
      from[1] <= 0 ? 'from before the fault' : `from ${seconds(from)}`,
      to === undefined ? 'to the end' : `until ${seconds(to)}${open > 0 ? ' or to the end' : ''}`,
      ...(share < ALL ? [`(${percent(share)} of the runs)`] : []),
    ];
    return {
      topic: i > 0 ? '' : areEquals(result) ? 'takes writes' : 'in the lead',
      text: `${listed(nodes)}  ${parts.join(' ')}`,
      weight: 'plain',
    };
  });
}

/** Shares are sums of parts. */
const ALL = 0.999;

interface Alternatives extends Omit<LeaderSpan, 'node'> {
  readonly nodes: readonly string[];
}

/** Spans of different nodes at about the same time, of which a run has one, are told as one. */
function alternatives(leaders: readonly LeaderSpan[]): Alternatives[] {
  const groups: Alternatives[] = [];
  for (const { node, ...span } of leaders) {
    const at = groups.findIndex(
      ({ nodes, from, share, to }) =>
        !nodes.includes(node) &&
        share + span.share <= 2 - ALL &&
        overlap(from, span.from) &&
        (to === undefined || span.to === undefined ? to === span.to : overlap(to, span.to)),
    );
    const group = groups[at];
    if (group === undefined) {
      groups.push({ nodes: [node], ...span });
      continue;
    }
    groups[at] = {
      nodes: [...group.nodes, node],
      from: union(group.from, span.from),
      ...(group.to === undefined || span.to === undefined ? {} : { to: union(group.to, span.to) }),
      share: group.share + span.share,
      open: group.open + span.open,
    };
  }
  return groups;
}

function overlap(a: Interval, b: Interval): boolean {
  return a[0] <= b[1] && b[0] <= a[1];
}

function union(a: Interval, b: Interval): Interval {
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}

export function listed(names: readonly string[], word: 'or' | 'and' = 'or'): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
}

/** Nobody leads: each takes writes. */
export function areEquals({ sample }: SimulationResult): boolean {
  // Agents beside the servers are equals whoever leads.
  return sample.serving.some(name => sample.roles[name]?.some(({ role }) => role === 'peer'));
}

function failoverPhrase(result: SimulationResult): Phrase {
  const { failover, newLeaderFirstAck, oldLeaderLastAck, leaders } = result;
  const topic = 'failover';
  if (newLeaderFirstAck !== undefined) {
    const old =
      oldLeaderLastAck === undefined ? '' : `; the old leader its last one at ${seconds(oldLeaderLastAck)}`;
    return {
      topic,
      text: `${failover}: another node acknowledges its first write at ${seconds(newLeaderFirstAck)}${old}`,
      weight: failover === 'certain' ? 'good' : 'plain',
    };
  }
  const none = areEquals(result)
    ? 'none is needed: nobody leads'
    : leaders.some(({ from }) => from[0] <= 0)
      ? 'none'
      : 'none: nobody leads before the fault';
  const last =
    oldLeaderLastAck === undefined
      ? ''
      : `; the leader acknowledges its last write before anything is repaired at ${seconds(oldLeaderLastAck)}`;
  return { topic, text: `${none}${last}`, weight: 'plain' };
}

function clientPhrases({ clients }: SimulationResult): Phrase[] {
  return clients
    .filter(({ writes }) => writes)
    .map(({ name, beside, acknowledged, refused, unknown, gaps }) => {
      const told = gaps.slice(0, MOST_GAPS).map(gapText);
      if (gaps.length > MOST_GAPS) told.push(`and ${gaps.length - MOST_GAPS} gaps more`);
      const counts = [
        `${count(acknowledged)} acknowledged`,
        ...(refused[1] > 0 ? [`${count(refused)} refused`] : []),
        ...(unknown[1] > 0 ? [`${count(unknown)} of unknown outcome`] : []),
      ];
      const text = `${told.length === 0 ? 'never longer than 1 s without a write' : told.join('; ')}; ${counts.join(', ')}`;
      return {
        topic: `client ${name}`,
        text: beside === undefined ? text : `beside ${listed(beside)}: ${text}`,
        weight: told.length === 0 ? 'good' : 'plain',
      };
    });
}

/** More gaps of one client than that nobody reads. */
const MOST_GAPS = 5;

function gapText({ from, to, share, open }: ClientResult['gaps'][number]): string {
  // The last good answer came a little before.
  const begin =
    from[1] <= -500
      ? 'from before the fault'
      : from[0] > -500 && from[1] < 200
        ? 'from the fault'
        : `from ${seconds(from)}`;
  const end = to === undefined ? 'to the end' : `to ${seconds(to)}${open > 0 ? ' or the end' : ''}`;
  return `no write ${begin} ${end}${share < ALL ? ` (${percent(share)})` : ''}`;
}

/** Without views and terms nothing tells one side of a partition from the other: any node takes writes. */
export function takesWritesAnywhere({ roles, serving }: SimulationResult['sample']): boolean {
  return serving
    .flatMap(name => roles[name] ?? [])
    .every(({ role, epoch }) => role === 'down' || role === 'paused' || (role === 'peer' && epoch === 0));
}

function dualPhrase(result: SimulationResult): Phrase {
  const { verdict, ms } = result.dualWriters;
  const { pastLater } = result;
  if (takesWritesAnywhere(result.sample))
    return { topic: 'two writers at once', text: 'always: any node takes writes', weight: 'plain' };
  if (ms === undefined && pastLater.ms !== undefined)
    return {
      topic: 'two writers at once',
      text: `${pastLater.verdict}: one acknowledges ${count(pastLater.writes)} writes for ${seconds(pastLater.ms)} while a later leader takes writes too`,
      weight: weightOf(pastLater.verdict),
    };
  return {
    topic: 'two writers at once',
    text: ms === undefined ? verdict : `${verdict}: both acknowledge writes for ${seconds(ms)}`,
    weight: weightOf(verdict),
  };
}

function lostPhrase({ ackedLost }: SimulationResult): Phrase {
  const { verdict, writes, bySide, between } = ackedLost;
  const sides = Object.entries(bySide).flatMap(([name, side]) =>
    side.verdict === 'impossible' ? [] : [`${name} ${count(side.writes)}`],
  );
  const text =
    verdict === 'impossible'
      ? verdict
      : `${verdict}: ${count(writes)} (${sides.join(', ')})${between === undefined ? '' : `, acknowledged between ${seconds(between.from)} and ${seconds(between.to)}`}`;
  return { topic: 'acknowledged, lost', text, weight: weightOf(verdict) };
}

function stalePhrases({ staleReads }: SimulationResult): Phrase[] {
  const nodes = Object.entries(staleReads.byNode).flatMap(([node, { verdict, maxAge }]) =>
    // Every copy is behind by the way that a write takes.
    verdict === 'impossible' || maxAge === undefined || maxAge[1] < SHORT_MS
      ? []
      : [`${node} ${seconds(maxAge)}`],
  );
  const { atDefaultLevel } = staleReads;
  const told = (reads: StaleReads) =>
    `${reads.verdict}${reads.maxAge === undefined ? '' : `, up to ${seconds(reads.maxAge)} old`}`;
  const all = { topic: 'stale reads', text: `${told(staleReads)}, of ${staleReads.level}` } as const;
  const first: Phrase = {
    ...all,
    text: nodes.length === 0 ? all.text : `${all.text}: ${nodes.join(', ')}`,
    weight: weightOf(staleReads.verdict),
  };
  // Where reads ask one node alone anyway, it has been said.
  if (told(staleReads) === told(atDefaultLevel)) return [first];
  return [
    first,
    {
      topic: '',
      text: `${told(atDefaultLevel)}, of reads at level "${atDefaultLevel.level}"`,
      weight: weightOf(atDefaultLevel.verdict),
    },
  ];
}

/** Ages up to this are not worth a word, in ms. */
const SHORT_MS = 200;

function conflictPhrase({ conflicts: { verdict, count: many } }: SimulationResult): Phrase[] {
  if (verdict === 'impossible') return [];
  return [{ topic: 'conflicts', text: `${verdict}: ${count(many)}`, weight: 'bad' }];
}

function finalPhrase(result: SimulationResult): Phrase {
  const { finalLeaders, converged } = result;
  const [one, several] = areEquals(result) ? ['takes writes', 'take writes'] : ['leads', 'lead'];
  const told = finalLeaders.map(({ nodes, share }) => {
    const who =
      nodes.length === 0 ? `nobody ${one}` : `${listed(nodes, 'and')} ${nodes.length === 1 ? one : several}`;
    return share < ALL ? `${who} (${percent(share)})` : who;
  });
  const same =
    converged === 'certain'
      ? 'all copies are the same'
      : converged === 'possible'
        ? 'copies may differ'
        : 'copies differ';
  return {
    topic: 'at the end',
    text: `${told.join(', ')}; ${same}`,
    weight: converged === 'certain' ? 'plain' : 'bad',
  };
}

function weightOf(verdict: Verdict): Phrase['weight'] {
  return verdict === 'impossible' ? 'good' : 'bad';
}

/** `1.2 s`, or `1.2–3.4 s`. */
export function seconds([least, most]: Interval): string {
  const [a, b] = [short(least), short(most)];
  return a === b ? `${a} s` : `${a}–${b} s`;
}

/** Seconds to a tenth, from ms. */
export function short(ms: number): string {
  const tenths = Math.round(ms / 100) / 10;
  return (tenths === 0 ? 0 : tenths).toFixed(1);
}

function count([least, most]: Interval): string {
  return least === most ? `${least}` : `${least}–${most}`;
}

export function percent(share: number): string {
  return `${Math.max(1, Math.round(share * 100))} %`;
}
