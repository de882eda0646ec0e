import * as v from 'valibot';
import type { Point } from './scene.js';
import { FIRST_VIEW, type View } from './view.js';

const names = v.array(v.string());
const shape = v.object({
  mode: v.picklist(['star', 'er', 'compare']),
  focus: v.optional(v.string()),
  hops: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4)),
  hidden: names,
  pinned: names,
  keysOnly: v.boolean(),
  toggled: names,
  unfolded: names,
  opened: names,
  zoom: v.optional(v.object({ x: v.number(), y: v.number(), k: v.number() })),
  /** By picture, then by card. */
  places: v.record(v.string(), v.record(v.string(), v.tuple([v.number(), v.number()]))),
});

export interface Zoom {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

/** What is kept of a panel for a file. */
export interface Memory {
  readonly view: View;
  readonly zoom?: Zoom;
  /** Where cards stand, by picture. */
  readonly places: ReadonlyMap<string, ReadonlyMap<string, Point>>;
}

/** @returns Undefined for anything that no panel of this version wrote. */
export function readMemory(value: unknown): Memory | undefined {
  const parsed = v.safeParse(shape, value);
  if (!parsed.success) return undefined;
  const { mode, focus, hops, hidden, pinned, keysOnly, toggled, unfolded, opened, zoom, places } =
    parsed.output;
  return {
    view: {
      ...FIRST_VIEW,
      // A comparison is not kept: what it was with may be gone.
      mode: mode === 'compare' ? 'er' : mode,
      ...(focus === undefined ? {} : { focus }),
      hops,
      hidden: new Set(hidden),
      pinned: new Set(pinned),
      keysOnly,
      toggled: new Set(toggled),
      unfolded: new Set(unfolded),
      opened: new Set(opened),
    },
    ...(zoom === undefined ? {} : { zoom }),
    places: new Map(
      Object.entries(places).map(([picture, cards]) => [
        picture,
        new Map(Object.entries(cards).map(([id, [x, y]]) => [id, { x, y }])),
      ]),
    ),
  };
}

export function writeMemory({ view, zoom, places }: Memory): v.InferInput<typeof shape> {
  return {
    mode: view.mode,
    ...(view.focus === undefined ? {} : { focus: view.focus }),
    hops: view.hops,
    hidden: [...view.hidden],
    pinned: [...view.pinned],
    keysOnly: view.keysOnly,
    toggled: [...view.toggled],
    unfolded: [...view.unfolded],
    opened: [...view.opened],
    ...(zoom === undefined ? {} : { zoom }),
    places: Object.fromEntries(
      [...places].map(([picture, cards]) => [
        picture,
        Object.fromEntries([...cards].map(([id, { x, y }]) => [id, [Math.round(x), Math.round(y)]])),
      ]),
    ),
  };
}

/** Pictures of which places are kept: one per mode and focus. */
export function pictureOf({ mode, focus, hops }: View): string {
  return focus === undefined ? mode : `${mode} ${hops} ${focus}`;
}
