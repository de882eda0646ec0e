import type { ClientSpan, SimulationResult } from './model.js';
import { short } from './phrases.js';
import { storyOf } from './story.js';

/** The worst run as a Mermaid sequence diagram: what clients met, and what happened to whom. */
export function resultMermaid({ cluster, family, sample }: SimulationResult): string {
  const { serving, nodes, clients, firstFaultMs } = sample;
  const told = storyOf(sample);
  const writers = Object.keys(clients);
  const beside = nodes.filter(name => !serving.includes(name) && told.some(line => line.node === name));
  const names = [...writers, ...serving, ...beside];
  const ids = new Map(names.map((name, i) => [name, `p${i}`]));
  const lines = [
    'sequenceDiagram',
    `  %% ${plain(`${cluster}, ${family}, seed ${sample.seed}`)}`,
    ...names.map((name, i) => `  ${i < writers.length ? 'actor' : 'participant'} p${i} as ${plain(name)}`),
  ];
  const all = names.length < 2 ? 'p0' : `p0,p${names.length - 1}`;
  const moments = [
    ...told.map(({ atMs, node, text }) => {
      const over = node === undefined ? all : (ids.get(node) ?? all);
      return { atMs, line: `Note over ${over}: ${plain(`${short(atMs)} s: ${text}`)}` };
    }),
    ...writers.flatMap(name =>
      clients[name]!.flatMap(span => {
        const line = spanLine(span, firstFaultMs, ids.get(name)!, ids.get(span.node ?? ''));
        return line === undefined ? [] : [{ atMs: span.fromMs - firstFaultMs, line }];
      }),
    ),
  ].sort((a, b) => a.atMs - b.atMs);
  return `${[...lines, ...moments.map(({ line }) => `  ${line}`)].join('\n')}\n`;
}

const RESULTS: Readonly<Record<ClientSpan['result'], string>> = {
  acknowledged: 'acknowledged',
  warned: 'acknowledged with a warning',
  lost: 'acknowledged, and lost later',
  refused: 'refused',
  unknown: 'without an answer',
  waiting: '',
};

/** Waits are part of what they end in. */
function spanLine(span: ClientSpan, firstFaultMs: number, client: string, node?: string): string | undefined {
  const { result, count, fromMs, toMs, reason } = span;
  if (result === 'waiting' || node === undefined) return undefined;
  const arrow = result === 'refused' || result === 'unknown' ? '-x' : result === 'lost' ? '--)' : '->>';
  const time = `${short(fromMs - firstFaultMs)} to ${short(toMs - firstFaultMs)} s`;
  const why = reason === undefined ? '' : ` (${reason})`;
  return `${client}${arrow}${node}: ${plain(`${time}: ${count} ${count === 1 ? 'write' : 'writes'} ${RESULTS[result]}${why}`)}`;
}

/** A line that Mermaid reads as text: `;` would end it, `#` begin an entity. */
function plain(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[#;<>]/g, char => `#${char.charCodeAt(0)};`);
}
