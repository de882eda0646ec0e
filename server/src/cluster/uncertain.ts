import { type TemplateBlock, uncertainBlocks } from '../documents/templates.js';
import type { Origin, SourceUnit } from '../sql/reading.js';
import type { Written } from './settings.js';

/** True for a place that a template writes under some condition, in one branch of several, or in a loop. */
export function isUncertain(origin: Origin): boolean {
  return around(origin).length > 0;
}

/** The variable that has to be set for a template to write the place at all: `x` of `{% if x is defined %}`. */
export function neededVariable(origin: Origin): string | undefined {
  for (const { guard, otherwise } of around(origin)) {
    const [, name] = /^\{%[-+]?\s*if\s+([\w.]+)\s+is\s+defined\b/.exec(guard) ?? [];
    if (name !== undefined && !otherwise) return name;
  }
  return undefined;
}

/** True for a place that a template writes for some versions of a product alone. */
export function isForSomeVersions(origin: Origin): boolean {
  return around(origin).some(isGuardOfVersion);
}

/** True for a template that writes something for some versions of a product alone: it is for several. */
export function servesSeveralVersions(unit: SourceUnit): boolean {
  return blocksOf(unit).some(isGuardOfVersion);
}

function isGuardOfVersion({ guard }: TemplateBlock): boolean {
  return /version|release|major/i.test(guard);
}

/** Settings, of which those that a template writes in some cases only have no value that is known. */
export function withUncertainHidden(written: readonly Written[]): readonly Written[] {
  if (!written.some(({ keyOrigin }) => blocksOf(keyOrigin.unit).length > 0)) return written;
  return written.map(each =>
    each.raw !== undefined && isUncertain(each.keyOrigin)
      ? { ...each, raw: undefined, inBranch: each.raw }
      : each,
  );
}

function around({ unit, span }: Origin): readonly TemplateBlock[] {
  return blocksOf(unit).filter(({ start, end }) => start <= span.start && span.start < end);
}

function blocksOf(unit: SourceUnit): readonly TemplateBlock[] {
  let known = BLOCKS.get(unit);
  if (known === undefined)
    BLOCKS.set(unit, (known = [...uncertainBlocks(unit.piece.text), ...switchedBlocks(unit)]));
  return known;
}

/**
 * What a script does where a variable is switched on: `if [ "$SYNC" = 1 ]; then … fi`. Which part a server plays is told
 * in this way as well, and known otherwise.
 */
function switchedBlocks({ uri, piece: { text } }: SourceUnit): readonly TemplateBlock[] {
  if (!/\.(?:sh|bash)$|entrypoint[^/]*$/i.test(uri) || !SWITCH.test(text)) return [];
  const found: TemplateBlock[] = [];
  const open: (number | undefined)[] = [];
  const guards: string[] = [];
  for (const line of text.matchAll(/^[ \t]*(if|fi)\b([^\n]*)/gm)) {
    const [whole, word, rest = ''] = line;
    if (word === 'if') {
      // All of it stands on one line.
      if (/;[ \t]*fi\b/.test(rest)) continue;
      const variable = SWITCH.exec(whole)?.[1];
      const isSwitch = variable !== undefined && !PART.test(variable);
      open.push(isSwitch ? line.index : undefined);
      guards.push(whole);
      continue;
    }
    const start = open.pop();
    const guard = guards.pop();
    if (start === undefined || guard === undefined) continue;
    const end = line.index + whole.length;
    found.push({ start, end, guard, conditional: true, loop: false, otherwise: false });
  }
  return found;
}

const SWITCH =
  /\bif[ \t]+\[\[?[ \t]+"?\$\{?(\w+)(?::-\w*)?\}?"?[ \t]+(?:==?|-eq)[ \t]+["']?(?:1|true|yes|on|enabled?)["']?[ \t]+\]/i;
const PART = /primary|master|leader|replica(?!tion)|slave|standby|secondary|node|role/i;

/** Worked out once per text. */
const BLOCKS = new WeakMap<SourceUnit, readonly TemplateBlock[]>();
