import type { Settings, Written } from '../../../cluster/settings.js';
import type { WhatIfValue } from '../../../protocol/topology-panel.js';
import { insertBeside, spanInFile } from './insert.js';
import { lastWritten, type Turned } from './setting.js';
import { textOf } from './value-text.js';

/** One change of a file, by offsets. */
export interface TextEdit {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/**
 * The edits that give a parameter another value: wherever it is written, and beside its kin in files that do not write it.
 * Undefined: no file shows a place for it.
 */
export function planEdits(
  turned: Turned,
  value: WhatIfValue,
  textOfFile: (uri: string) => string | undefined,
): readonly TextEdit[] | undefined {
  const { knob, setting, lists } = turned;
  const { parameter } = setting;
  const edits = new Map<string, TextEdit>();
  const put = (edit: TextEdit): void => void edits.set(`${edit.uri} ${edit.start} ${edit.end}`, edit);
  const written = lists.flatMap(settings => lastWritten(settings, knob.name) ?? []);
  const within = new Set(written.map(({ origin }) => origin.unit.uri));
  for (const each of written) {
    const text = textOfFile(each.origin.unit.uri);
    if (text === undefined) return undefined;
    const { start, end } = spanInFile(each.origin);
    const now = text.slice(start, end);
    // A name alone switches something on.
    const bare = now.replace(/[-_]/g, '').toLowerCase() === each.key.replace(/[-_]/g, '').toLowerCase();
    const newText = bare ? `${now}=${textOf(knob, parameter, value)}` : textOf(knob, parameter, value, now);
    put({ uri: each.origin.unit.uri, start, end, newText });
  }
  for (const settings of lists) {
    if (lastWritten(settings, knob.name) !== undefined) continue;
    const found = insertion(turned, settings, value, textOfFile, within);
    if (found !== undefined) put(found);
  }
  return edits.size === 0 ? undefined : [...edits.values()];
}

/** Beside the last of its kin that shows how. */
function insertion(
  { knob, setting: { parameter } }: Turned,
  settings: Settings,
  value: WhatIfValue,
  textOfFile: (uri: string) => string | undefined,
  taken: ReadonlySet<string>,
): TextEdit | undefined {
  for (const anchor of anchorsFor(knob.beside, knob.name, settings)) {
    const { uri } = anchor.origin.unit;
    const text = textOfFile(uri);
    if (text === undefined || taken.has(uri)) continue;
    const plain = textOf(knob, parameter, value);
    const quoted = knob.quoted ? `'${plain}'` : plain;
    const option = knob.within !== undefined && !parentOf(anchor.key).startsWith(parentOf(knob.name) || '-');
    const found = option
      ? insertBeside(text, anchor, knob.within!, `"${knob.name}=${plain}"`)
      : insertBeside(text, anchor, knob.name, quoted);
    if (found === undefined) continue;
    // A second list of options would take the place of the first one.
    if (option && settings.raw(knob.within!) !== undefined) continue;
    return { uri, start: found.offset, end: found.offset, newText: found.text };
  }
  return undefined;
}

/** Those of the same level first, later ones before earlier ones. */
function anchorsFor(
  beside: readonly string[] | undefined,
  name: string,
  settings: Settings,
): readonly Written[] {
  const fit = settings.written.filter(
    ({ key, raw }) => raw !== undefined && (beside === undefined || beside.includes(key)),
  );
  const near = (each: Written) => Number(parentOf(each.key) === parentOf(name));
  return fit
    .map((each, at) => ({ each, at }))
    .sort((a, b) => near(b.each) - near(a.each) || b.at - a.at)
    .map(({ each }) => each);
}

function parentOf(name: string): string {
  return name.slice(0, name.lastIndexOf('.') + 1);
}
