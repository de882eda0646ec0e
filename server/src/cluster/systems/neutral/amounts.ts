/** `99.95%`, `0.9995` or `99.95` as a part of one; undefined where it is none. */
export function readPart(text: string): number | undefined {
  const found = /^(\d{1,3}(?:\.\d{1,12})?)\s*(%?)$/.exec(text.trim());
  if (!found) return undefined;
  const number = Number(found[1]);
  // A bare number above one can only be meant in per cent.
  const part = found[2] === '%' || number > 1 ? number / 100 : number;
  return part <= 1 ? part : undefined;
}

/** `500/s`, `2k/min` or a bare number of them per second; undefined where it is none. */
export function readRate(text: string): number | undefined {
  const found =
    /^(\d{1,15}(?:\.\d{1,6})?)\s*([kMG]?)\s*(?:\/\s*(s|sec|second|min|minute|h|hour|d|day))?$/.exec(
      text.trim(),
    );
  if (!found) return undefined;
  const scale = { '': 1, k: 1e3, M: 1e6, G: 1e9 }[found[2]!]!;
  const seconds = { s: 1, m: 60, h: 3600, d: 86_400 }[(found[3] ?? 's').charAt(0)]!;
  return (Number(found[1]) * scale) / seconds;
}
