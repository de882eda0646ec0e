import type { FaultData } from '../../../server/src/protocol/topology-panel.js';
import { type MenuItem, openMenu } from '../../shared/menu.js';
import { addFault, heal, openPlace, setPositions } from '../actions.js';
import { roleAt } from '../at.js';
import { instant, playback, positions, selection, shown } from '../store.js';
import { partition } from './faults.js';
import { hostOfNode, placeOfThing, thingOf } from './things.js';

/** What can be done with a thing of the picture, or with all of it where there is none. */
export function openBreakMenu(key: string | undefined, x: number, y: number, fit: () => void): void {
  const thing = key === undefined ? undefined : thingOf(key);
  if (thing !== undefined) selection.value = thing;
  const about =
    thing === undefined || thing.kind === 'fault'
      ? { label: 'Break it', items: [] }
      : thing.kind === 'node'
        ? ofNode(thing.id)
        : thing.kind === 'link'
          ? ofLink(thing.id)
          : thing.kind === 'group'
            ? ofGroup(thing.id)
            : ofClient(thing.id);
  const place = placeOfThing(thing);
  const items: MenuItem[] = [
    ...(shown.value?.notPlayable === undefined ? about.items : []),
    ...(place === undefined
      ? []
      : [{ label: 'Go to definition', separated: about.items.length > 0, run: () => openPlace(place) }]),
    { label: 'Heal all', keys: 'H', separated: true, disabled: playback.value === undefined, run: heal },
    { label: 'Fit', keys: '0', run: fit },
    {
      label: 'Put everything back',
      disabled: Object.keys(positions.value).length === 0,
      run: () => setPositions({}),
    },
  ];
  openMenu({ x, y, label: about.label, items });
}

interface Choices {
  readonly label: string;
  readonly items: readonly MenuItem[];
}

function does(label: string, fault: FaultData, more: Partial<MenuItem> = {}): MenuItem {
  return { label, ...more, run: () => addFault(fault) };
}

function ofNode(id: string): Choices {
  const node = shown.value?.nodes.find(each => each.id === id);
  const host = hostOfNode(id, playback.value);
  const process = playback.value?.processes.find(each => each.node === id);
  const role = process === undefined ? undefined : roleAt(process, instant.value)?.role;
  const hosts = [host];
  const down = role === 'down';
  return {
    label: `Break ${node?.title ?? id}`,
    items: [
      does('Crash', { kind: 'crash', hosts }, { disabled: down }),
      does('Power loss', { kind: 'powerLoss', hosts }),
      does('Pause', { kind: 'pause', hosts }, { disabled: role === 'paused' }),
      does('Resume', { kind: 'resume', hosts }),
      does('Restart', { kind: 'restart', hosts }),
      does('Isolate', partition(hosts), { separated: true }),
      does('Stall its disk for 10 s', { kind: 'diskStall', hosts, forMs: 10_000 }),
      does('Set its clock forward by 10 s', { kind: 'clock', hosts, byMs: 10_000 }),
      does('Set its clock back by 10 s', { kind: 'clock', hosts, byMs: -10_000 }),
      ...(node?.shape === 'data'
        ? [
            does(
              'Promote by hand',
              { kind: 'promote', host },
              { separated: true, disabled: role === 'leader' },
            ),
            does('Remove from the cluster', { kind: 'removeMember', host }),
          ]
        : []),
    ],
  };
}

function ofLink(id: string): Choices {
  const link = shown.value?.links.find(each => each.id === id);
  // Links that follow the leader are named by both ends.
  const [a = '', b = ''] = link === undefined ? id.split('>') : [link.from, link.to];
  const [from, to] = [hostOfNode(a, playback.value), hostOfNode(b, playback.value)];
  if (from === to) return { label: 'Link', items: [] };
  const titleOf = (node: string) => shown.value?.nodes.find(each => each.id === node)?.title ?? node;
  const cut = (one: string, other: string, oneWay: boolean): FaultData => ({
    kind: 'cut',
    from: [one],
    to: [other],
    oneWay,
  });
  const slow = (latencyMs: number, loss: number): FaultData => ({
    kind: 'slow',
    from: [from],
    to: [to],
    latencyMs,
    loss,
  });
  return {
    label: `Break the link between ${titleOf(a)} and ${titleOf(b)}`,
    items: [
      does('Cut', cut(from, to, false)),
      does(`Cut from ${titleOf(a)} to ${titleOf(b)} only`, cut(from, to, true)),
      does(`Cut from ${titleOf(b)} to ${titleOf(a)} only`, cut(to, from, true)),
      does('Slow by 200 ms', slow(200, 0), { separated: true }),
      does('Slow by 2 s', slow(2_000, 0)),
      does('Lose 20 % of all messages', slow(0, 0.2)),
    ],
  };
}

function ofGroup(id: string): Choices {
  const group = shown.value?.groups.find(each => each.id === id);
  const parents = new Map((shown.value?.groups ?? []).map(each => [each.id, each.parent]));
  const inside = (own: string | undefined): boolean => {
    for (let at = own; at !== undefined; at = parents.get(at)) if (at === id) return true;
    return false;
  };
  const hosts = [
    ...new Set(
      (shown.value?.nodes ?? [])
        .filter(node => inside(node.group))
        .map(node => hostOfNode(node.id, playback.value)),
    ),
  ];
  return {
    label: `Break ${group?.title ?? id}`,
    items: [
      does('Power loss of all of it', { kind: 'powerLoss', hosts }),
      does('Restart all of it', { kind: 'restart', hosts }),
      does('Cut it off from the rest', partition(hosts)),
    ],
  };
}

function ofClient(name: string): Choices {
  const client = playback.value?.clients.find(each => each.name === name);
  return {
    label: `Client ${name}`,
    items: client === undefined ? [] : [does('Cut it off', partition([name]))],
  };
}
