/**
 * Several globs as one, as editors read it: they know `{a,b}`, but no braces inside of braces, and take the first `}` for the end.
 * Undefined for no globs at all.
 */
export function oneGlob(globs: readonly string[]): string | undefined {
  const [first] = globs;
  if (first === undefined || globs.length === 1) return first;
  return `{${[...new Set(globs.flatMap(expand))].join(',')}}`;
}

/** `a{b,c{d,e}}` as `ab`, `acd`, `ace`. A brace that nothing closes stands for itself. */
function expand(glob: string): string[] {
  const open = glob.indexOf('{');
  if (open < 0) return [glob];
  const choices: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open; at < glob.length; at++) {
    const char = glob[at];
    if (char === '{') depth++;
    else if (char === '}') depth--;
    if ((char === ',' && depth === 1) || depth === 0) {
      choices.push(glob.slice(from, at));
      from = at + 1;
    }
    if (depth > 0) continue;
    const head = glob.slice(0, open);
    const tails = expand(glob.slice(at + 1));
    return choices.flatMap(expand).flatMap(choice => tails.map(tail => head + choice + tail));
  }
  return [glob];
}
