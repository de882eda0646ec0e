/** Something with a size whose parts are told later where it stands. */
export interface Part {
  readonly width: number;
  readonly height: number;
  place(x: number, y: number, height: number): void;
}

/** What a picture should fit into without being made smaller, with the clients of a playback below. */
const VIEW = { width: 780, height: 240 } as const;

/** Beside each other, all as high as the highest. */
export function row(parts: readonly Part[], gap: number): Part {
  const height = Math.max(...parts.map(part => part.height), 0);
  return {
    width: parts.reduce((sum, part) => sum + part.width, 0) + gap * Math.max(0, parts.length - 1),
    height,
    place: (x, y, tall) => {
      let left = x;
      for (const part of parts) {
        part.place(left, y, Math.max(tall, height));
        left += part.width + gap;
      }
    },
  };
}

export function column(parts: readonly Part[], gap: number): Part {
  const width = Math.max(...parts.map(part => part.width), 0);
  return {
    width,
    height: parts.reduce((sum, part) => sum + part.height, 0) + gap * Math.max(0, parts.length - 1),
    place: (x, y) => {
      let top = y;
      for (const part of parts) {
        part.place(x + (width - part.width) / 2, top, part.height);
        top += part.height + gap;
      }
    },
  };
}

/** In rows of so many, each row in the middle. */
export function grid(
  parts: readonly Part[],
  columns: number,
  gap: { readonly x: number; readonly y: number },
): Part {
  const rows: Part[] = [];
  for (let i = 0; i < parts.length; i += columns) {
    const line = parts.slice(i, i + columns);
    const { width, height } = row(line, gap.x);
    rows.push({
      width,
      height,
      // Parts of one line stand on its middle.
      place: (x, y) => {
        let left = x;
        for (const part of line) {
          part.place(left, y + (height - part.height) / 2, part.height);
          left += part.width + gap.x;
        }
      },
    });
  }
  return column(rows, gap.y);
}

/** With room above. */
export function lowered(part: Part, by: number): Part {
  return { ...part, height: part.height + by, place: (x, y) => part.place(x, y + by, part.height) };
}

/** Plates in rows. */
export function wrapped(parts: readonly Part[], gap: number): Part {
  return best(parts, count => {
    const rows: Part[] = [];
    for (let i = 0; i < parts.length; i += count) rows.push(row(parts.slice(i, i + count), gap));
    return column(rows, gap);
  });
}

/** Of all ways to break a line the one that is seen largest; of equals the one with the longest lines. */
export function best(parts: readonly Part[], broken: (count: number) => Part): Part {
  let found = broken(Math.max(1, parts.length));
  for (let count = parts.length - 1; count > 0; count--) {
    const next = broken(count);
    if (scaleOf(next) > scaleOf(found) * 1.05) found = next;
  }
  return found;
}

function scaleOf({ width, height }: Part): number {
  return Math.min(1, VIEW.width / Math.max(1, width), VIEW.height / Math.max(1, height));
}
