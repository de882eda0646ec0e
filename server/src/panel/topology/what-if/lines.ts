/** Lines of one text that stand in the place of lines of another. Counted from 0, ends not included. */
export interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** More cells than this are not compared line by line: the middle counts as replaced. */
const MAX_CELLS = 4_000_000;

/** Lines with their ends. */
export function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Which lines differ, by the longest common subsequence. */
export function hunksOf(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++;
  const a = before.slice(head, before.length - tail);
  const b = after.slice(head, after.length - tail);
  if (a.length === 0 && b.length === 0) return [];
  if (a.length * b.length > MAX_CELLS)
    return [{ from: head, to: head + a.length, newFrom: head, newTo: head + b.length }];
  const width = b.length + 1;
  const common = new Int32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] =
        a[i] === b[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
  const hunks: Hunk[] = [];
  let open: { from: number; newFrom: number } | undefined;
  let [i, j] = [0, 0];
  const close = (): void => {
    if (open !== undefined) hunks.push({ ...open, to: head + i, newTo: head + j });
    open = undefined;
  };
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      close();
      i++;
      j++;
      continue;
    }
    open ??= { from: head + i, newFrom: head + j };
    if (j >= b.length || (i < a.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) i++;
    else j++;
  }
  close();
  return hunks;
}

/** The line of the text before that a line of the text after comes from, or stands at. */
export function oldLine(
  hunks: readonly Hunk[],
  line: number,
): { readonly line: number; readonly same: boolean } {
  let shift = 0;
  for (const { from, to, newFrom, newTo } of hunks) {
    if (line < newFrom) break;
    if (line < newTo) return { line: Math.min(from + (line - newFrom), Math.max(from, to - 1)), same: false };
    shift = to - newTo;
  }
  return { line: line + shift, same: true };
}
