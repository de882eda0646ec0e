/** How wide a text is, px. */
export type Measure = (text: string, size: number, bold?: boolean) => number;

const NARROW = new Set("iljtfrI.,:;'|()[]!");
const WIDE = new Set('mwMW@%—≈');

/** Good enough where there is nothing to measure with: about what interface fonts need. */
export const estimateWidth: Measure = (text, size, bold = false) => {
  let units = 0;
  for (const each of text) units += NARROW.has(each) ? 0.3 : WIDE.has(each) ? 0.85 : 0.56;
  return units * size * (bold ? 1.07 : 1);
};

/** The text, or as much of its beginning as fits, with an ellipsis. */
export function fit(text: string, width: number, size: number, measure: Measure, bold = false): string {
  if (measure(text, size, bold) <= width) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(text.slice(0, middle) + '…', size, bold) <= width) low = middle;
    else high = middle - 1;
  }
  return text.slice(0, low) + '…';
}
