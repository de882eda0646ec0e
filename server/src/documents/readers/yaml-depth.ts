/**
 * How deep a YAML text may nest before it is parsed: the parser goes down by recursion and compiles regular expressions
 * on its way, and where the stack ends within such a compilation V8 ends the whole process.
 */
export const MAX_YAML_NESTING = 256;

/**
 * True where a YAML text may nest deeper than the limit: brackets that are open, columns of indentation, and lists within
 * lists on one line (`- - -`). An estimate from above that does not know strings.
 */
export function mayNestDeeper(text: string, limit: number): boolean {
  let open = 0;
  /** Columns of indentation and of signs for lists so far; undefined: behind them. */
  let column: number | undefined = 0;
  let comment = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '\n' || char === '\r') {
      column = 0;
      comment = false;
    } else if (column !== undefined && ' \t-?:'.includes(char)) {
      if (++column + open > limit) return true;
    } else {
      if (column !== undefined) comment = char === '#';
      column = undefined;
      if (comment) continue;
      if (char === '[' || char === '{') open++;
      else if ((char === ']' || char === '}') && open > 0) open--;
      if (open > limit) return true;
    }
  }
  return false;
}
