import { jsonString } from './scalar.js';

/** A name for a message: short, and on one line. */
export function shown(name: string): string {
  const quoted = jsonString(name).slice(1, -1);
  return quoted.length > 60 ? `${quoted.slice(0, 60)}…` : quoted;
}

/** Names of keys for a message: `` `a`, `b` and `c` ``. */
export function listed(names: readonly string[]): string {
  const quoted = names.map(name => `\`${name}\``);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}
