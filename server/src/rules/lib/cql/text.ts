/** A count for a message: `11,574`; above a million `1.2 million`. */
export function countText(value: number): string {
  if (value >= 1e9) return `${rounded(value / 1e9)} billion`;
  if (value >= 1e6) return `${rounded(value / 1e6)} million`;
  return Math.round(value).toLocaleString('en-US');
}

/** Decimal units: `1.2 GB`. */
export function bytesText(bytes: number): string {
  for (const [unit, size] of UNITS) if (bytes >= size) return `${rounded(bytes / size)} ${unit}`;
  return `${Math.round(bytes)} bytes`;
}

function rounded(value: number): string {
  return (value >= 100 ? Math.round(value) : Math.round(value * 10) / 10).toLocaleString('en-US');
}

const UNITS: readonly (readonly [string, number])[] = [
  ['TB', 1e12],
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
];
