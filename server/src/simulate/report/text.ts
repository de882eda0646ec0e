import { type Lane, lanesOf, legendOf, stepOf, type Window } from './lanes.js';
import type { Guarantee, Guarantees, Reason, SettingValue, SimulationResult } from './model.js';
import { type Phrase, phrasesOf, short } from './phrases.js';
import { UNKNOWN } from './settings.js';
import { type StoryLine, storyOf } from './story.js';
import { wrap } from './wrap.js';

/** How parts of the text are set off; each returns the text as it is to be written. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  bad(text: string): string;
  good(text: string): string;
  lead(text: string): string;
}

export interface TextOptions {
  /** In columns; from 60 to 160. */
  readonly width: number;
  readonly paint?: Paint;
  /** How a file is called; as it is, unless told. */
  readonly nameOf?: (file: string) => string;
}

const PLAIN: Paint = { bold: same, dim: same, bad: same, good: same, lead: same };

/** A result for a terminal: the timeline of the worst run, what happened in it, what may happen, and why. */
export function resultText(result: SimulationResult, options: TextOptions): string {
  const width = Math.max(60, Math.min(160, Math.floor(options.width)));
  const paint = options.paint ?? PLAIN;
  const nameOf = options.nameOf ?? same;
  const { sample, bounds } = result;
  const story = storyOf(sample);
  const which =
    bounds.runs === 1
      ? `The run of seed ${sample.seed}`
      : `The worst of ${bounds.runs} runs (seed ${sample.seed})`;
  return `${[
    paint.bold(`${result.cluster} · ${result.family}`),
    `${which}; seconds from the first fault:`,
    '',
    ...timeline(result, story, width, paint),
    '',
    ...story.flatMap(line => storyLines(line, width, paint)),
    '',
    paint.bold('What may happen'),
    ...phrasesOf(result).flatMap(phrase => phraseLines(phrase, width, paint)),
    ...guaranteeLines(result.guarantees, width, paint),
    ...section(
      'Why',
      result.reasons.flatMap(reason => reasonLines(reason, width, paint, nameOf)),
      paint,
    ),
    ...section(
      'Not done',
      result.problems.flatMap(text => wrap(text, width, '  ')),
      paint,
    ),
    '',
    ...wrap([bounds.note, ...bounds.limits].join(' '), width, '').map(line => paint.dim(line)),
  ].join('\n')}\n`;
}

function timeline(
  { sample }: SimulationResult,
  story: readonly StoryLine[],
  width: number,
  paint: Paint,
): string[] {
  const labels = [...sample.nodes, ...Object.keys(sample.clients), 'faults'];
  const label = Math.min(18, Math.max(...labels.map(({ length }) => length))) + 2;
  const { firstFaultMs, endMs } = sample;
  const window: Window = {
    // Before the first fault nothing happens: a little of it shows what was there.
    fromMs: Math.max(0, firstFaultMs - Math.max(2_000, (endMs - firstFaultMs) * 0.06)),
    toMs: Math.max(endMs, firstFaultMs + 1),
    steps: width - label,
  };
  const lanes = lanesOf(sample, window);
  const line = (name: string, cells: string) => `${padded(name, label)}${cells}`.trimEnd();
  return [
    paint.dim(line('', axis(window, firstFaultMs))),
    line('faults', faultCells(story, window, firstFaultMs)),
    ...lanes.map((lane, i) => {
      const apart = lane.kind === 'client' && lanes[i - 1]?.kind !== 'client' ? [''] : [];
      return [...apart, line(lane.label, colored(lane, paint))].join('\n');
    }),
    '',
    ...wrap(legendOf(lanes), width, '').map(text => paint.dim(text)),
  ];
}

/** Marks at round numbers of seconds, as many as have room. */
function axis(window: Window, firstFaultMs: number): string {
  const cells = new Array<string>(window.steps).fill(' ');
  const spanS = (window.toMs - window.fromMs) / 1000;
  const every = STEPS_S.find(each => (each / spanS) * window.steps >= 8) ?? spanS;
  for (let s = 0; s * 1000 + firstFaultMs < window.toMs; s += every) {
    const at = stepOf(firstFaultMs + s * 1000, window);
    const text = `|${s}`;
    if (at + text.length > window.steps) break;
    for (const [i, char] of [...text].entries()) cells[at + i] = char;
  }
  return cells.join('');
}

const STEPS_S = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 43_200];

function faultCells(story: readonly StoryLine[], window: Window, firstFaultMs: number): string {
  const cells = new Array<string>(window.steps).fill(' ');
  for (const { atMs, letter } of story) {
    if (letter === undefined) continue;
    let at = Math.min(window.steps - 1, Math.max(0, stepOf(firstFaultMs + atMs, window)));
    // Two at once stand side by side.
    while (at < window.steps - 1 && cells[at] !== ' ') at++;
    cells[at] = letter;
  }
  return cells.join('');
}

function colored({ cells, kind }: Lane, paint: Paint): string {
  return cells.replace(/(.)\1*/gu, (text, mark: string) => {
    if (mark === '█') return kind === 'node' ? paint.lead(text) : text;
    if (mark === '✗' || mark === '×') return paint.bad(text);
    return mark === '+' ? paint.good(text) : mark === '─' || mark === '·' ? paint.dim(text) : text;
  });
}

function storyLines({ atMs, text, letter, kind }: StoryLine, width: number, paint: Paint): string[] {
  const [first = '', ...rest] = wrap(text, width, ' '.repeat(14));
  const head = `${short(atMs).padStart(8)} s ${(letter ?? '').padEnd(2)}`;
  const line = `${head} ${first.trimStart()}`;
  const lines = [line, ...rest];
  return kind === 'fault'
    ? lines.map(each => paint.bold(each))
    : kind === 'note'
      ? lines.map(each => paint.dim(each))
      : lines;
}

function phraseLines({ topic, text, weight }: Phrase, width: number, paint: Paint): string[] {
  const [first = '', ...rest] = wrap(text, width, ' '.repeat(TOPIC + 4));
  const paintOf = weight === 'bad' ? paint.bad : weight === 'good' ? paint.good : same;
  return [`  ${topic.padEnd(TOPIC)}  ${paintOf(first.trimStart())}`, ...rest.map(line => paintOf(line))];
}

const TOPIC = 19;

/** What was kept is told by name; what was not, with what bears witness. */
function guaranteeLines(guarantees: Guarantees | undefined, width: number, paint: Paint): string[] {
  if (guarantees === undefined) return [];
  const { runs, level, each } = guarantees;
  const of = (verdict: Guarantee['verdict']) => each.filter(one => one.verdict === verdict);
  const kept = of('kept').map(({ name }) => name);
  const title = `What clients could rely on (${runs === 1 ? '1 run' : `${runs} runs`} checked, reads: ${level}; ms from the first fault)`;
  return section(
    title,
    [
      ...(kept.length === 0
        ? []
        : wrap(`Kept: ${kept.join(', ')}.`, width, '  ').map(line => paint.good(line))),
      ...of('broken').flatMap(({ name, text }) =>
        wrap(`Broken: ${name}. ${text}`, width, '  ').map(line => paint.bad(line)),
      ),
      ...of('undecided').flatMap(({ name, text }) => wrap(`Undecided: ${name}. ${text}`, width, '  ')),
    ],
    paint,
  );
}

function reasonLines(
  reason: Reason,
  width: number,
  paint: Paint,
  nameOf: (file: string) => string,
): string[] {
  const values = new Map(reason.values.map(value => [settingText(value, nameOf), value]));
  return [...wrap(reason.text, width, '  '), ...[...values.keys()].map(text => paint.dim(`      ${text}`))];
}

function settingText(
  { name, value, written, source }: SettingValue,
  nameOf: (file: string) => string,
): string {
  if (source === undefined)
    return value === UNKNOWN ? `${name} is not written` : `${name} = ${value}, the default`;
  const { start } = source.range;
  const place = `${nameOf(source.file)}:${start.line + 1}:${start.character + 1}`;
  return written ? `${place} ${name} = ${value}` : `${place} ${name}, which counts as ${value}`;
}

function section(title: string, lines: readonly string[], paint: Paint): string[] {
  return lines.length === 0 ? [] : ['', paint.bold(title), ...lines];
}

function padded(text: string, width: number): string {
  return (text.length > width - 1 ? `${text.slice(0, width - 2)}…` : text).padEnd(width);
}

function same(text: string): string {
  return text;
}
