import type {
  PanelNode,
  Playback,
  PlaybackProcess,
  TopologySnapshot,
} from '../../../server/src/protocol/topology-panel.js';
import { labPlayback, labSnapshot } from './lab.js';

/** States of the picture that are rare in real runs, made from the small cluster of `lab.ts`. */
interface Case {
  readonly snapshot?: TopologySnapshot;
  readonly playback: Playback;
}

/** The leader is cut off, with zones in regions and a link that is written. */
export function torn(): Case {
  return { playback: labPlayback() };
}

/** Each node is alone. */
export function inThree(): Case {
  const playback = labPlayback();
  const whole = playback.network[0]!;
  return {
    playback: {
      ...playback,
      network: [
        whole,
        { ...playback.network[1]!, groups: [['n2', 'c2'], ['n1', 'c1'], ['n3']] },
        playback.network[2]!,
      ],
    },
  };
}

/** What n1 sends to n2 is lost; what n2 sends arrives. */
export function cutOneWay(): Case {
  const playback = labPlayback();
  const whole = playback.network[0]!;
  return {
    playback: {
      ...playback,
      network: [
        whole,
        {
          ...whole,
          atMs: 6_000,
          cuts: [{ from: 'n1', to: 'n2' }],
          slow: [{ from: 'n1', to: 'n3', latencyMs: 400, loss: 0 }],
        },
      ],
    },
  };
}

/** n1 does not notice that n2 took over: both lead from 31.0 s on. */
export function twoLeaders(): Case {
  const playback = labPlayback();
  const [n1, ...others] = playback.processes;
  return {
    playback: {
      ...playback,
      processes: [{ ...n1!, roles: [{ atMs: 0, role: 'leader', epoch: 1 }] }, ...others],
      verdicts: playback.verdicts.map(verdict =>
        verdict.id === 'leaders'
          ? { ...verdict, value: '33.1 s', verdict: 'certain', tone: 'lost' }
          : verdict,
      ),
    },
  };
}

/** Many nodes in five zones, of which the first leads until a partition; logs change all the time. */
export function many(count: number): Required<Case> {
  const snapshot = labSnapshot();
  const small = labPlayback();
  const nodes = Array.from({ length: count }, (_, index): PanelNode => {
    const [zone, place] = [index % 5, Math.floor(index / 5)];
    return {
      ...snapshot.shown!.nodes[0]!,
      id: `n${index + 1}`,
      title: `n${index + 1}`,
      host: `n${index + 1}`,
      leader: index === 0,
      group: `z${zone}`,
      findings: 0,
      box: {
        x: 40 + zone * 520 + (place % 2) * 240,
        y: 60 + Math.floor(place / 2) * 160,
        width: 176,
        height: 100,
      },
    };
  });
  const names = nodes.map(({ id }) => id);
  const [left, right] = [names.filter((_, at) => at % 5 === 0), names.filter((_, at) => at % 5 !== 0)];
  const processes = nodes.map(
    ({ id, group }, index): PlaybackProcess => ({
      name: id,
      host: id,
      node: id,
      zone: group!,
      serves: true,
      coordination: false,
      roles: [{ atMs: 0, role: index === 0 ? 'leader' : 'replica', epoch: 1 }],
      log: Array.from({ length: 800 }, (_, step) => ({
        atMs: step * 100 + index,
        held: step * 2,
        only: index === 0 ? step : 0,
        doomed: 0,
        lagMs: index === 0 ? 0 : 300,
      })),
      stale: [],
    }),
  );
  const network = small.network.map(({ groups, ...rest }) => ({
    ...rest,
    groups:
      groups.length === 1
        ? [[...names, 'c1', 'c2']]
        : [
            [...left, 'c1'],
            [...right, 'c2'],
          ],
  }));
  return {
    snapshot: {
      ...snapshot,
      shown: {
        ...snapshot.shown!,
        nodes,
        links: names
          .slice(1)
          .map(to => ({ id: `n1>${to}`, from: 'n1', to, kind: 'async', label: 'async', places: [] })),
        groups: [0, 1, 2, 3, 4].map(zone => ({
          id: `z${zone}`,
          title: `zone ${zone}`,
          level: 'zone',
          box: { x: 20 + zone * 520, y: 20, width: 456, height: 1700 },
        })),
      },
    },
    playback: { ...small, processes, network },
  };
}
