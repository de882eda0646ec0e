import type { Expr } from '../../sql/ast/index.js';

/** Text of an argument of a call, given by its place or by its name (`name => value`); undefined where it is left out. */
export function argument(args: readonly Expr[], place: number, name: string): string | undefined {
  for (const [i, arg] of args.entries()) {
    const named = NAMED.exec(arg.text);
    if (named) {
      if (named[1]!.toLowerCase() === name) return named[2]!.trim();
    } else if (i === place) {
      return arg.text;
    }
  }
  return undefined;
}

/** The text of a string constant, with or without a cast; undefined for anything else. */
export function stringOf(text: string | undefined): string | undefined {
  const match = text === undefined ? undefined : STRING.exec(text);
  return match?.[1]?.replaceAll("''", "'");
}

const NAMED = /^(\w+)\s*(?:=>|:=)\s*(.*)$/s;
const STRING = /^(?:interval\s+)?'((?:[^']|'')*)'(?:\s*::\s*[\w\s.]+)?$/i;
