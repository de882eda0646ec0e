import type {
  Box,
  NodeRole,
  PanelNode,
  PanelVerdict,
  Playback,
  PlaybackProcess,
  ShownCluster,
} from '../../../server/src/protocol/topology-panel.js';
import { roleAt } from '../at.js';
import { count, plural, roleWord, seconds } from '../words.js';
import { type Cast, lockAt, type NodeState, reaches, stateOf } from './state.js';

/** A node as it is drawn. */
export interface NodeMark {
  readonly id: string;
  readonly node: PanelNode;
  readonly box: Box;
  /** What its frame says. */
  readonly look: 'leader' | 'member' | 'candidate' | 'stopped' | 'paused' | 'absent';
  /** At the right of its name: a role, or nothing. */
  readonly word: string;
  /** Below the name, in figures: `TL 2 · 1,204 writes`. */
  readonly figures: string;
  /** Parts of the log strip, 0 to 1 of the longest log there is; undefined: it keeps none. */
  readonly strip?: { readonly common: number; readonly only: number; readonly doomed: number };
  readonly note: { readonly text: string; readonly tone: 'plain' | 'lost' | 'wait' } | undefined;
  /** Of a member of the coordination service: what is left of the lock's lease, 0 to 1. */
  readonly lease?: number;
  /** As a screen reader says it. */
  readonly name: string;
}

interface About {
  readonly cluster: ShownCluster;
  readonly playback: Playback | undefined;
  readonly cast: Cast;
  readonly ms: number;
  readonly node: PanelNode;
  readonly box: Box;
  readonly lens: PanelVerdict['id'] | undefined;
  /** Those that lead at the instant. */
  readonly leaders: readonly PlaybackProcess[];
}

export function nodeMark(about: About): NodeMark {
  const { node, cast, ms, box } = about;
  const state = stateOf(cast, node.id, ms);
  const note = state === undefined ? undefined : noteOf(about, state);
  const word = state === undefined ? (node.lines[0] ?? '') : wordOf(state.role);
  return {
    id: node.id,
    node,
    box,
    look:
      state === undefined ? (node.absent ? 'absent' : node.leader ? 'leader' : 'member') : lookOf(state.role),
    word,
    figures: state === undefined ? node.lines.slice(1).join(', ') : figuresOf(state, cast),
    ...stripOf(about, state),
    note: note ?? (node.absent ? { text: 'in no file', tone: 'plain' } : undefined),
    name: nameOf(about, state, note?.text),
  };
}

/** A member of the coordination service: its state, and the lock where it leads. */
export function coordinationMark(about: About): NodeMark {
  const { node, cast, ms, box, playback, cluster } = about;
  const state = stateOf(cast, node.id, ms);
  const members = cluster.nodes.filter(({ shape }) => shape === 'coordination');
  const quorum = hasQuorum(about, members);
  const lock = lockAt(playback, ms);
  const leads = state?.role === 'leader' && quorum;
  const service = /^(\w+):/.exec(node.id)?.[1];
  const word = wordOfMember(service ?? '', state?.role, quorum, lock) || node.title;
  return {
    id: node.id,
    node,
    box,
    look:
      state?.role === 'down'
        ? 'stopped'
        : state?.role === 'paused'
          ? 'paused'
          : !quorum || state?.role === 'candidate'
            ? 'candidate'
            : leads
              ? 'leader'
              : node.absent && state === undefined
                ? 'absent'
                : 'member',
    word,
    figures: '',
    note: undefined,
    ...(leads && lock?.holder !== undefined ? { lease: Math.min(1, lock.leftMs / cast.lease) } : {}),
    name: `${node.title}, ${word}`,
  };
}

/** `etcd leader, lock n2 23 s`; nothing where there is no more to say than its name. */
function wordOfMember(
  service: string,
  role: NodeRole | undefined,
  quorum: boolean,
  lock: ReturnType<typeof lockAt>,
): string {
  const about =
    role === undefined || role === 'peer'
      ? ''
      : role === 'down' || role === 'paused'
        ? roleWord(role)
        : !quorum
          ? 'alone, no quorum'
          : role === 'leader' && lock?.holder !== undefined
            ? `leader, lock ${lock.holder} ${Math.ceil(lock.leftMs / 1000)} s`
            : roleWord(role);
  return [service, about].filter(each => each !== '').join(' ');
}

/** Whether a member reaches more than half of the service. */
function hasQuorum({ playback, cast, ms, node }: About, members: readonly PanelNode[]): boolean {
  if (playback === undefined) return true;
  const own = cast.hosts.get(node.id)!;
  const inReach = members.filter(({ id }) => {
    const process = cast.of.get(id)?.[0];
    const role = process === undefined ? undefined : roleAt(process, ms)?.role;
    const up = role !== 'down' && role !== 'paused';
    const host = cast.hosts.get(id)!;
    return up && reaches(playback, own, host, ms) && reaches(playback, host, own, ms);
  });
  return inReach.length * 2 > members.length;
}

function lookOf(role: NodeRole | undefined): NodeMark['look'] {
  switch (role) {
    case 'leader':
    case 'candidate':
    case 'paused':
      return role;
    case 'down':
    case 'stalled':
      return 'stopped';
    default:
      return 'member';
  }
}

function wordOf(role: NodeRole | undefined): string {
  if (role === 'leader') return 'LEADER';
  // Where nobody leads, what each of them is goes without saying.
  return role === undefined || role === 'peer' ? '' : role === 'down' ? 'stopped' : roleWord(role);
}

function figuresOf({ epoch, log }: NodeState, { epochWord }: Cast): string {
  return [
    ...(epoch > 0 ? [`${epochWord} ${epoch}`] : []),
    ...(log === undefined ? [] : [plural(log.held, 'write')]),
  ].join(' · ');
}

function stripOf({ cast, lens }: About, state: NodeState | undefined): Pick<NodeMark, 'strip'> {
  const log = state?.log;
  if (log === undefined) return {};
  const doomed = lens === 'lost' ? log.doomed : 0;
  // What is lost later stands at the end of the log, and is often what nobody else has.
  const only = Math.max(0, log.only - doomed);
  return {
    strip: {
      common: Math.max(0, log.held - only - doomed) / cast.mostHeld,
      only: only / cast.mostHeld,
      doomed: doomed / cast.mostHeld,
    },
  };
}

function noteOf({ playback, cast, ms, lens, node, leaders }: About, state: NodeState): NodeMark['note'] {
  const { log, role, staleMs } = state;
  if (log !== undefined && lens === 'lost' && log.doomed > 0)
    return { text: `${plural(log.doomed, 'write')}, lost later`, tone: 'lost' };
  if (log !== undefined && log.only > 1)
    return { text: `${plural(log.only, 'write')} only here`, tone: 'plain' };
  if (role === 'stalled') return { text: 'disk stalled', tone: 'wait' };
  if (role === 'down' || role === 'paused') return undefined;
  const behind = log?.lagMs ?? 0;
  if (staleMs !== undefined && staleMs >= 500 && (behind >= 100 || lens === 'stale')) {
    return {
      text: `${seconds(Math.max(behind, lens === 'stale' ? staleMs : behind))} s behind`,
      tone: 'plain',
    };
  }
  if (role === 'leader' || role === 'peer') return undefined;
  const leader = leaders.find(({ host }) => {
    const own = cast.hosts.get(node.id)!;
    return reaches(playback, host, own, ms);
  });
  return leader === undefined ? undefined : { text: `follows ${leader.name}`, tone: 'plain' };
}

export function leadersAt(playback: Playback | undefined, ms: number): PlaybackProcess[] {
  return (playback?.processes ?? []).filter(
    process => process.serves && roleAt(process, ms)?.role === 'leader',
  );
}

/** `n2, leader, timeline 2, 412 writes, 127 writes, lost later. 1 finding.` */
function nameOf({ node, cast }: About, state: NodeState | undefined, note: string | undefined): string {
  const parts = [
    node.title,
    ...(state === undefined
      ? node.lines
      : [
          ...(state.role === undefined ? [] : [roleWord(state.role)]),
          ...(state.epoch > 0 ? [`${cast.epochWord === 'TL' ? 'timeline' : 'term'} ${state.epoch}`] : []),
          ...(state.log === undefined ? [] : [plural(state.log.held, 'write')]),
          ...(note === undefined ? [] : [note]),
        ]),
    ...(node.group === undefined ? [] : [node.group.replace(/^.*:/, 'in ')]),
  ];
  const findings =
    node.findings === 0 ? '' : ` ${count(node.findings)} ${node.findings === 1 ? 'finding' : 'findings'}.`;
  return `${parts.join(', ')}.${findings}`;
}
