import type { Settings, Written } from '../../../cluster/settings.js';
import type { WhatIfValue } from '../../../protocol/topology-panel.js';
import { insertBeside, insertBlock, spanInFile } from './insert.js';
import { mongoInsertion } from './mongo.js';
import { repeatedIn } from './repeat.js';
import { lastWritten, type Turned } from './setting.js';
import { textOf } from './value-text.js';

/** One change of a file, by offsets. */
export interface TextEdit {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

export type TextOfFile = (uri: string) => string | undefined;

/**
 * The edits that give a parameter another value: wherever it is written, and beside its kin in files that do not write it.
 * Undefined: no file shows a place for it.
 */
export function planEdits(
  turned: Turned,
  value: WhatIfValue,
  textOfFile: TextOfFile,
): readonly TextEdit[] | undefined {
  const { knob, lists } = turned;
  const edits = new Map<string, TextEdit>();
  const put = (edit: TextEdit): void => void edits.set(`${edit.uri} ${edit.start} ${edit.end}`, edit);
  const written = lists.flatMap(settings => lastWritten(settings, knob.name) ?? []);
  const taken = new Set(written.map(({ origin }) => origin.unit.uri));
  for (const each of written) {
    const { uri } = each.origin.unit;
    const text = textOfFile(uri);
    if (text === undefined) return undefined;
    const { start, end } = spanInFile(each.origin);
    const now = text.slice(start, end);
    // A name alone switches something on.
    const bare = sameName(now, each.key);
    put({ uri, start, end, newText: bare ? `${now}=${textOf(turned, value)}` : textOf(turned, value, now) });
  }
  for (const settings of lists) {
    if (lastWritten(settings, knob.name) !== undefined) continue;
    if (knob.onLeader && edits.size > 0) continue;
    const found = insertion(turned, settings, value, textOfFile, taken);
    if (found !== undefined) put(found);
  }
  for (const edit of repeatedIn(turned, [...edits.values()], textOfFile)) put(edit);
  return edits.size === 0 ? undefined : [...edits.values()];
}

function sameName(a: string, b: string): boolean {
  return a.replace(/[-_]/g, '').toLowerCase() === b.replace(/[-_]/g, '').toLowerCase();
}

/** Beside the last of its kin that shows how. */
function insertion(
  turned: Turned,
  settings: Settings,
  value: WhatIfValue,
  textOfFile: TextOfFile,
  taken: ReadonlySet<string>,
): TextEdit | undefined {
  const { knob } = turned;
  const plain = textOf(turned, value);
  const holder = knob.within === undefined ? undefined : settings.raw(knob.within);
  const fit = settings.written.filter(
    each =>
      each.raw !== undefined &&
      !ELSEWHERE.has(each.key) &&
      (knob.beside === undefined || knob.beside.includes(each.key)) &&
      (holder === undefined || isIn(each, holder)),
  );
  for (const anchor of inOrder(fit, knob.name)) {
    const { uri } = anchor.origin.unit;
    const text = textOfFile(uri);
    if (text === undefined || taken.has(uri)) continue;
    const isOption = /[?&]/.test(text[spanInFile(anchor.keyOrigin).start - 1] ?? '');
    if (isOption !== (knob.inUri === true)) continue;
    const apart = parentOf(anchor.key) !== parentOf(knob.name);
    if (apart && knob.level === 'never') continue;
    const found =
      apart && knob.level === 'block'
        ? insertBlock(text, anchor, knob.name, plain)
        : knob.within !== undefined && holder === undefined
          ? insertBeside(text, anchor, knob.within, `"${knob.name}=${plain}"`)
          : insertBeside(text, anchor, knob.name, plain);
    if (found !== undefined) return { uri, start: found.offset, end: found.offset, newText: found.text };
  }
  return mongoInsertion(turned, settings, plain, textOfFile);
}

/** Of a topic's resource: settings stand at another level than these. */
const ELSEWHERE: ReadonlySet<string> = new Set(['partitions', 'replication.factor', 'replicas']);

function isIn(each: Written, holder: Written): boolean {
  const [inner, outer] = [spanInFile(each.origin), spanInFile(holder.origin)];
  return (
    each !== holder &&
    each.origin.unit.uri === holder.origin.unit.uri &&
    inner.start >= outer.start &&
    inner.end <= outer.end
  );
}

/** Those of the same level first, then those of the file that says most, later ones before earlier ones. */
function inOrder(anchors: readonly Written[], name: string): readonly Written[] {
  const counts = new Map<string, number>();
  for (const { origin } of anchors) counts.set(origin.unit.uri, (counts.get(origin.unit.uri) ?? 0) + 1);
  const near = (each: Written) => Number(parentOf(each.key) === parentOf(name));
  return anchors
    .map((each, at) => ({ each, at, count: counts.get(each.origin.unit.uri)! }))
    .sort((a, b) => near(b.each) - near(a.each) || b.count - a.count || b.at - a.at)
    .map(({ each }) => each);
}

function parentOf(name: string): string {
  return name.slice(0, name.lastIndexOf('.') + 1);
}
