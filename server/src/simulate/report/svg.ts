import type { ClientSpan, NodeRole, RoleChange, SimulationResult } from './model.js';
import { phrasesOf, short } from './phrases.js';
import { letterOf, storyOf } from './story.js';
import { wrap } from './wrap.js';

const WIDTH = 960;
const LEFT = 130;
const RIGHT = 24;
const LANE = 26;
const LINE = 17;
/** Characters of a line of text that fit. */
const CHARS = 140;

/**
 * The timeline of the worst run and what may happen, as a picture that stands alone: no script, nothing remote. Its
 * colours are CSS variables of VS Code, else those of a light or dark page.
 */
export function resultSvg(result: SimulationResult): string {
  const { sample, bounds } = result;
  const { firstFaultMs, endMs, serving, roles, clients } = sample;
  const fromMs = Math.max(0, firstFaultMs - Math.max(2_000, (endMs - firstFaultMs) * 0.06));
  const scale = (WIDTH - LEFT - RIGHT) / Math.max(1, endMs - fromMs);
  const x = (ms: number) => LEFT + (Math.min(endMs, Math.max(fromMs, ms)) - fromMs) * scale;
  const parts: string[] = [];
  const writers = Object.entries(clients);
  const top = 84;
  let y = top;
  for (const name of serving) {
    parts.push(text(LEFT - 10, y + 16, name, 'name'), ...roleRects(roles[name] ?? [], x, y, endMs));
    y += LANE;
  }
  y += 8;
  for (const [name, spans] of writers) {
    parts.push(
      text(LEFT - 10, y + 16, name, 'name'),
      ...spans.map(span => spanRect(span, x, y, firstFaultMs)),
    );
    y += LANE;
  }
  const bottom = y;
  const faults = storyOf(sample).filter(({ kind }) => kind === 'fault');
  const marks = faults.map(({ atMs }, i) => {
    const at = round(x(firstFaultMs + atMs));
    return `<path class="fault" d="M${at} ${top - 6}V${bottom}"/>${text(at, top - 10, letterOf(i), 'letter')}`;
  });
  y += 24;
  for (const { letter = '', text: told, atMs } of faults) {
    parts.push(text(24, y, `${letter}  ${short(atMs)} s  ${told}`, 'dim'));
    y += LINE;
  }
  y += 10;
  for (const { topic, text: told, weight } of phrasesOf(result)) {
    parts.push(text(24, y, topic, 'topic'));
    for (const line of wrap(told, CHARS - 20, '')) {
      parts.push(text(160, y, line, weight));
      y += LINE;
    }
  }
  y += 8;
  for (const line of wrap(bounds.note, CHARS, '')) {
    parts.push(text(24, y, line, 'dim'));
    y += LINE;
  }
  const title = `${result.cluster} · ${result.family}`;
  const height = y + 8;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${xml(title)}">`,
    `<style>${STYLE}</style>`,
    `<rect class="bg" width="${WIDTH}" height="${height}"/>`,
    text(24, 26, title, 'title'),
    ...legend(),
    ...ticks(firstFaultMs, fromMs, endMs, x, top, bottom),
    ...parts,
    ...marks,
    '</svg>',
  ].join('\n')}\n`;
}

const ROLES: Readonly<Record<NodeRole, string>> = {
  leader: 'leads',
  peer: 'leads',
  candidate: 'stands',
  stalled: 'stalled',
  follower: 'follows',
  replica: 'follows',
  learner: 'follows',
  arbiter: 'follows',
  down: 'down',
  paused: 'down',
};

function roleRects(
  roles: readonly RoleChange[],
  x: (ms: number) => number,
  y: number,
  endMs: number,
): string[] {
  return roles.flatMap(({ atMs, role, epoch }, i) => {
    const toMs = roles[i + 1]?.atMs ?? endMs;
    const [from, to] = [x(atMs), x(toMs)];
    const kind = ROLES[role];
    // Lines for those that only follow, so that those that take writes stand out.
    const [inset, high] = kind === 'follows' ? [9, 3] : [2, 17];
    return to - from < 0.05 ? [] : [rect(kind, from, y + inset, to - from, high, `${role}, epoch ${epoch}`)];
  });
}

function spanRect(span: ClientSpan, x: (ms: number) => number, y: number, firstFaultMs: number): string {
  const { fromMs, toMs, result, count, node, reason } = span;
  const from = x(fromMs);
  const about = [
    `${count} ${result}`,
    ...(node === undefined ? [] : [`by ${node}`]),
    `${short(fromMs - firstFaultMs)} to ${short(toMs - firstFaultMs)} s`,
    ...(reason === undefined ? [] : [reason]),
  ];
  // What is lost stands out by more than its colour; what took no time is seen all the same.
  const [inset, high] = result === 'lost' ? [2, 17] : [5, 11];
  return rect(`c-${result}`, from, y + inset, Math.max(1.5, x(toMs) - from), high, about.join(', '));
}

function ticks(
  firstFaultMs: number,
  fromMs: number,
  endMs: number,
  x: (ms: number) => number,
  top: number,
  bottom: number,
): string[] {
  const every = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600].find(
    s => (s * 1000) / (endMs - fromMs) > 0.06,
  );
  const found: string[] = [];
  for (let s = 0; every !== undefined && firstFaultMs + s * 1000 <= endMs; s += every) {
    const at = round(x(firstFaultMs + s * 1000));
    found.push(
      `<path class="tick" d="M${at} ${top - 2}V${bottom}"/>`,
      text(at + 3, top - 24, `${s} s`, 'dim'),
    );
  }
  return found;
}

const LEGEND = [
  ['leads', 'takes writes'],
  ['stalled', 'takes none'],
  ['down', 'down'],
  ['c-acknowledged', 'acknowledged'],
  ['c-lost', 'acknowledged and lost'],
  ['c-unknown', 'no answer'],
  ['c-refused', 'refused'],
] as const;

function legend(): string[] {
  let at = 24;
  return LEGEND.flatMap(([kind, meaning]) => {
    const shown = [rect(kind, at, 36, 10, 10, meaning), text(at + 15, 45, meaning, 'dim')];
    at += 36 + meaning.length * 6.5;
    return shown;
  });
}

function rect(kind: string, x: number, y: number, width: number, height: number, about: string): string {
  return `<rect class="${kind}" x="${round(x)}" y="${y}" width="${round(width)}" height="${height}"><title>${xml(about)}</title></rect>`;
}

function text(x: number, y: number, content: string, kind: string): string {
  return `<text class="${kind}" x="${x}" y="${y}">${xml(content)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function xml(content: string): string {
  return (
    content
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      // XML has no control characters.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
  );
}

const LIGHT = '--p:#fff;--t:#3b3b3b;--d:#5f5f5f;--a:#005fb8;--g:#2e7d32;--r:#c62828;--o:#b26a00';
const DARK = '--p:#1f1f1f;--t:#cccccc;--d:#9d9d9d;--a:#4daafc;--g:#73c991;--r:#f48771;--o:#e2c08d';

const STYLE = [
  `svg{${LIGHT};font:12px var(--vscode-font-family,system-ui,sans-serif);--bg:var(--vscode-editor-background,var(--p));--fg:var(--vscode-foreground,var(--t));--dim:var(--vscode-descriptionForeground,var(--d));--lead:var(--vscode-textLink-foreground,var(--a));--ok:var(--vscode-charts-green,var(--g));--err:var(--vscode-errorForeground,var(--r));--warn:var(--vscode-charts-orange,var(--o))}`,
  `@media(prefers-color-scheme:dark){svg{${DARK}}}`,
  '.bg{fill:var(--bg)}text{fill:var(--fg)}.title{font-size:14px;font-weight:600}.name{text-anchor:end;font-weight:600}.dim{fill:var(--dim)}.topic{fill:var(--dim)}.bad{fill:var(--err)}.good{fill:var(--ok)}',
  '.leads{fill:var(--lead)}.follows{fill:var(--dim);opacity:.5}.stands{fill:var(--warn)}.stalled{fill:var(--dim);opacity:.3}.down{fill:none;stroke:var(--err);stroke-dasharray:3 3}',
  '.c-acknowledged{fill:var(--ok)}.c-warned{fill:var(--warn)}.c-lost{fill:var(--err)}.c-unknown{fill:var(--warn)}.c-refused{fill:var(--fg);opacity:.45}.c-waiting{fill:var(--dim);opacity:.25}',
  '.tick{stroke:var(--dim);stroke-width:1;opacity:.25}.fault{stroke:var(--err);stroke-width:1;stroke-dasharray:4 3}.letter{fill:var(--err);text-anchor:middle;font-weight:600}',
].join('');
