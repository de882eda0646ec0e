import type { Fragment } from '../module.js';
import type { PlacingData } from './model.js';

/** What a variable is given: as written, without quotes; undefined: something that the text does not tell. */
export type Given = string | undefined;

/** All that the files of a project give to variables of templates, by name, whoever gives it. */
export type GivenValues = ReadonlyMap<string, ReadonlySet<Given>>;

/**
 * Names and what is given to them, from lines of YAML or of an inventory: `name: value`, `{name: value}`, `name=value`.
 * Keys of modules are among them: a name too many leaves a branch in force.
 */
export function valuesIn(lines: readonly string[]): readonly (readonly [string, Given])[] {
  const found = new Map<string, readonly [string, Given]>();
  for (const line of lines) {
    for (const match of line.matchAll(PAIR)) {
      const [, name, written = ''] = match;
      // A text of several words is no value that is asked for.
      const goesOn =
        match[0].includes(':') && /^[ \t]+[^\s#,}]/.test(line.slice(match.index + match[0].length));
      const given = goesOn ? undefined : plain(written.trim());
      found.set(`${name} ${given ?? ''}`, [name!, given]);
    }
    // `register: found`, `set_fact` in a loop: the name is the value.
    const [, registered] = /\bregister\s*:\s*["']?(\w+)/.exec(line) ?? [];
    if (registered !== undefined) found.set(`${registered} `, [registered, undefined]);
    if (found.size > MOST) break;
  }
  return [...found.values()];
}

/** What all files together give. */
export function givenBy(placing: readonly Fragment<PlacingData>[]): GivenValues {
  const all = new Map<string, Set<Given>>();
  for (const { data } of placing)
    for (const [name, given] of data.values ?? []) {
      const known = all.get(name);
      if (known === undefined) all.set(name, new Set([given]));
      else known.add(given);
    }
  return all;
}

const MOST = 5000;
const PAIR =
  /(?<![\w.-])["']?([a-z_]\w*)["']?[ \t]*(?::(?=[ \t]|$)|=(?![=]))[ \t]*("[^"]*"|'[^']*'|[^,}\s#]*)/gi;

/** A plain scalar; what is filled in, a list, a map or a text of several lines is not told. */
function plain(written: string): Given {
  const bare = /^(["'])(.*)\1$/.exec(written)?.[2] ?? written;
  return /^[\w.+:/-]+$/.test(bare) || (bare === '' && written !== '') ? bare : undefined;
}
