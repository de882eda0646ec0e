import type { Measure } from './model/measure.js';

/** Measures in the editor's font, and keeps what it measured: names come again with every edit. */
export function pageMeasure(): Measure {
  const context = document.createElement('canvas').getContext('2d');
  const family = getComputedStyle(document.body).fontFamily;
  const known = new Map<string, number>();
  return (text, size, bold = false) => {
    const key = `${bold ? 'b' : ''}${text}`;
    let units = known.get(key);
    if (units === undefined) {
      // At one size: widths grow with it.
      if (context !== null) context.font = `${bold ? 600 : 400} 12px ${family}`;
      units = (context?.measureText(text).width ?? text.length * 6.6) / 12;
      if (known.size > 50_000) known.clear();
      known.set(key, units);
    }
    return units * size;
  };
}
