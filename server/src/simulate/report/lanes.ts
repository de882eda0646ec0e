import type { ClientSpan, NodeRole, RoleChange, Sample } from './model.js';

/** A row of the timeline: one character for each step of time. */
export interface Lane {
  readonly label: string;
  readonly cells: string;
  readonly kind: 'node' | 'beside' | 'client';
}

/** The stretch of a run that a timeline shows, in ms from the beginning of the run, and in how many steps. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
  readonly steps: number;
}

export const ROLE_MARKS: Readonly<Record<NodeRole, string>> = {
  leader: '█',
  peer: '█',
  candidate: '?',
  follower: '─',
  replica: '─',
  learner: '─',
  arbiter: '─',
  stalled: '░',
  down: '×',
  paused: '‖',
};

/** First the one that hides the others where several are within one step. */
const CLIENT_MARKS: readonly (readonly [ClientSpan['result'], string])[] = [
  ['lost', '✗'],
  ['acknowledged', '+'],
  ['warned', 'w'],
  ['unknown', '?'],
  ['refused', '!'],
  ['waiting', '·'],
];

/** What the marks of a timeline mean: those that occur in it. */
export function legendOf(lanes: readonly Lane[]): string {
  const nodes = lanes
    .filter(({ kind }) => kind !== 'client')
    .map(({ cells }) => cells)
    .join('');
  const clients = lanes
    .filter(({ kind }) => kind === 'client')
    .map(({ cells }) => cells)
    .join('');
  const of = (cells: string, meanings: readonly (readonly [string, string])[]) =>
    meanings.filter(([mark]) => cells.includes(mark)).map(([mark, meaning]) => `${mark} ${meaning}`);
  return [
    ...of(nodes, [
      ['█', 'takes writes'],
      ['─', 'follows'],
      ['?', 'stands for election'],
      ['░', 'takes no writes'],
      ['×', 'down'],
      ['‖', 'frozen'],
    ]),
    ...of(clients, [
      ['+', 'acknowledged'],
      ['✗', 'acknowledged and lost'],
      ['w', 'acknowledged with a warning'],
      ['?', 'outcome unknown'],
      ['!', 'refused'],
      ['·', 'waits'],
    ]),
  ].join(', ');
}

/** One lane for each node, for what beside them changes its role, and for each client that writes. */
export function lanesOf(sample: Sample, window: Window): Lane[] {
  const { nodes, serving, roles, clients } = sample;
  const serves = new Set(serving);
  const beside = nodes.filter(name => !serves.has(name) && changes(roles[name] ?? [], sample.firstFaultMs));
  return [
    ...serving.map(
      (name): Lane => ({ label: name, cells: nodeCells(roles[name] ?? [], window), kind: 'node' }),
    ),
    ...beside.map(
      (name): Lane => ({ label: name, cells: nodeCells(roles[name] ?? [], window), kind: 'beside' }),
    ),
    ...Object.entries(clients).map(
      ([name, spans]): Lane => ({ label: name, cells: clientCells(spans, window), kind: 'client' }),
    ),
  ];
}

/** In which step a moment is; below 0 or too high where it is not shown. */
export function stepOf(atMs: number, { fromMs, toMs, steps }: Window): number {
  return Math.floor(((atMs - fromMs) / (toMs - fromMs)) * steps);
}

function changes(roles: readonly RoleChange[], afterMs: number): boolean {
  return roles.some(({ atMs, role }, i) => atMs >= afterMs && i > 0 && roles[i - 1]!.role !== role);
}

function nodeCells(roles: readonly RoleChange[], window: Window): string {
  let cells = '';
  for (let step = 0; step < window.steps; step++) {
    const [from, to] = boundsOf(step, window);
    let shown: NodeRole = 'down';
    for (const { atMs, role } of roles) {
      if (atMs > to) break;
      // Where one takes writes for less than a step, that is what matters.
      if (atMs <= from || rank(role) >= rank(shown)) shown = role;
    }
    cells += ROLE_MARKS[shown];
  }
  return cells;
}

function rank(role: NodeRole): number {
  return role === 'leader' || role === 'peer' ? 3 : role === 'candidate' ? 2 : role === 'stalled' ? 1 : 0;
}

function clientCells(spans: readonly ClientSpan[], window: Window): string {
  let cells = '';
  for (let step = 0; step < window.steps; step++) {
    const [from, to] = boundsOf(step, window);
    const here = spans.filter(({ fromMs, toMs }) => fromMs < to && toMs >= from);
    cells += CLIENT_MARKS.find(([result]) => here.some(span => span.result === result))?.[1] ?? ' ';
  }
  return cells;
}

function boundsOf(step: number, { fromMs, toMs, steps }: Window): [from: number, to: number] {
  const each = (toMs - fromMs) / steps;
  return [fromMs + step * each, fromMs + (step + 1) * each];
}
