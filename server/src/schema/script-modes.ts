import type { Family } from '../sql/dialect.js';
import { effectiveReadings } from '../sql/reading.js';
import type { SlotMode, UnitSlot } from './entry.js';

/** What a statement or client command says about those around it. Names are as written, folded where unquoted. */
type Control =
  | { readonly kind: 'begin' | 'commit' | 'commit and chain' | 'rollback' | 'rollback and chain' }
  | { readonly kind: 'savepoint' | 'release' | 'rollback to'; readonly name: string }
  | { readonly kind: 'tolerant' | 'strict' | 'if' | 'end if' };

/** A stretch of a file: behind `from`, before `to`. */
interface Stretch {
  readonly from: UnitSlot;
  readonly to: UnitSlot;
}

/** The stretches of a file whose statements do not count as others do; those of one list are apart and in order. */
export interface Stretches {
  readonly undone: readonly Stretch[];
  readonly tolerant: readonly Stretch[];
}

export const NO_STRETCHES: Stretches = { undone: [], tolerant: [] };

/** Engines that take DDL back with the transaction it stands in; MySQL and Oracle commit before each. */
const TRANSACTIONAL: ReadonlySet<Family> = new Set(['postgres', 'redshift', 'sqlite']);

/** What a unit says about those around it; nothing for nearly all. */
export function controlsOf(family: Family, slot: UnitSlot): readonly Control[] {
  if (!TRANSACTIONAL.has(family)) return NONE;
  const { piece } = slot.unit;
  if (piece.kind === 'meta') return readMeta(piece.text.slice(piece.body.start));
  if (piece.kind !== 'statement') return NONE;
  let found: Control[] | undefined;
  for (const { statement, span } of effectiveReadings(slot.unit)) {
    if (statement.kind !== 'other' || !VERBS.has(statement.verb)) continue;
    const control = readStatement(statement.verb, piece.text.slice(span.start, span.end));
    if (control) (found ??= []).push(control);
  }
  return found ?? NONE;
}

/**
 * Finds what a ROLLBACK takes back, and what stands between psql's `ON_ERROR_STOP` off and on again, where scripts put
 * what is to fail. A transaction that nobody ends counts as committed, as does one whose end is conditional.
 * @param controls The units that say something, in the order of the file.
 */
export function stretchesOf(
  controls: Iterable<{ readonly slot: UnitSlot; readonly controls: readonly Control[] }>,
): Stretches {
  const undone: Stretch[] = [];
  const tolerated: Stretch[] = [];
  let begun: UnitSlot | undefined;
  let savepoints: { readonly name: string; readonly slot: UnitSlot }[] = [];
  let tolerant: UnitSlot | undefined;
  let conditions = 0;
  const undo = (from: UnitSlot, to: UnitSlot): void => {
    while (undone.length > 0 && undone[undone.length - 1]!.from.ord >= from.ord) undone.pop();
    undone.push({ from, to });
  };
  for (const { slot, controls: own } of controls)
    for (const control of own) {
      switch (control.kind) {
        case 'begin':
          begun ??= slot;
          break;
        case 'rollback':
        case 'rollback and chain':
        case 'commit':
        case 'commit and chain':
          if (begun && control.kind.startsWith('rollback') && conditions === 0) undo(begun, slot);
          begun = begun && control.kind.endsWith('chain') ? slot : undefined;
          savepoints = [];
          break;
        case 'savepoint':
          savepoints.push({ name: control.name, slot });
          break;
        case 'release':
        case 'rollback to': {
          const at = savepoints.map(({ name }) => name).lastIndexOf(control.name);
          if (at < 0) break;
          if (control.kind === 'rollback to' && conditions === 0) undo(savepoints[at]!.slot, slot);
          savepoints.length = control.kind === 'release' ? at : at + 1;
          break;
        }
        case 'tolerant':
          tolerant ??= slot;
          break;
        case 'strict':
          if (tolerant) tolerated.push({ from: tolerant, to: slot });
          tolerant = undefined;
          break;
        case 'if':
          conditions++;
          break;
        case 'end if':
          conditions = Math.max(0, conditions - 1);
          break;
      }
    }
  return undone.length + tolerated.length > 0 ? { undone, tolerant: tolerated } : NO_STRETCHES;
}

/** How the statements of a unit count. */
export function modeOf({ undone, tolerant }: Stretches, slot: UnitSlot): SlotMode {
  if (lies(undone, slot)) return 'undone';
  return lies(tolerant, slot) ? 'may fail' : 'counts';
}

function lies(stretches: readonly Stretch[], { ord }: UnitSlot): boolean {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stretches[middle]!.to.ord > ord) high = middle;
    else low = middle + 1;
  }
  const first = stretches[low];
  return first !== undefined && first.from.ord < ord;
}

const NONE: readonly Control[] = [];
const VERBS: ReadonlySet<string> = new Set(
  'BEGIN START COMMIT END ROLLBACK ABORT SAVEPOINT RELEASE PREPARE'.split(' '),
);
const NAME = String.raw`("(?:[^"]|"")+"|[^\s;"]+)`;
const SAVEPOINT = new RegExp(`^SAVEPOINT\\s+${NAME}`, 'i');
const RELEASE = new RegExp(`^RELEASE\\s+(?:SAVEPOINT\\s+)?${NAME}`, 'i');
const BACK_TO = new RegExp(`^ROLLBACK\\s+(?:(?:WORK|TRANSACTION)\\s+)?TO\\s+(?:SAVEPOINT\\s+)?${NAME}`, 'i');

function readStatement(verb: string, text: string): Control | undefined {
  switch (verb) {
    case 'BEGIN':
      return { kind: 'begin' };
    case 'START':
      return /^START\s+TRANSACTION\b/i.test(text) ? { kind: 'begin' } : undefined;
    case 'SAVEPOINT':
      return named('savepoint', SAVEPOINT.exec(text));
    case 'RELEASE':
      return named('release', RELEASE.exec(text));
    case 'PREPARE':
      return /^PREPARE\s+TRANSACTION\b/i.test(text) ? { kind: 'commit' } : undefined;
    default: {
      const to = verb === 'ROLLBACK' && BACK_TO.exec(text);
      if (to) return named('rollback to', to);
      if (/^\w+\s+PREPARED\b/i.test(text)) return undefined;
      const end = verb === 'ROLLBACK' || verb === 'ABORT' ? 'rollback' : 'commit';
      return { kind: /\bAND\s+CHAIN\b/i.test(text) ? `${end} and chain` : end };
    }
  }
}

function named(
  kind: 'savepoint' | 'release' | 'rollback to',
  match: RegExpExecArray | null,
): Control | undefined {
  const name = match?.[1];
  if (name === undefined) return undefined;
  return { kind, name: name.startsWith('"') ? name.slice(1, -1) : name.toLowerCase() };
}

/** psql's variables are compared with their letter case; without a value, `\set` switches on. */
function readMeta(text: string): readonly Control[] {
  const [, command, name, value] = /^\\(set|unset|if|endif)\b[ \t]*(\S*)[ \t]*(\S*)/.exec(text) ?? [];
  if (command === 'if') return [{ kind: 'if' }];
  if (command === 'endif') return [{ kind: 'end if' }];
  if (name !== 'ON_ERROR_STOP') return NONE;
  const off = command === 'unset' || /^'?(?:0|off|false|no|f|n)'?$/i.test(value ?? '');
  return [{ kind: off ? 'tolerant' : 'strict' }];
}
