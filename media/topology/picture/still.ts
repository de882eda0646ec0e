import { Component, type ComponentChild } from 'preact';

/** What a thing says is its label: the words in it are for the eye. */
export const UNSPOKEN = { 'aria-hidden': 'true' } as const;

/** A component that is drawn anew only where one of its props is another than before. */
export function still<P extends object>(draw: (props: P) => ComponentChild) {
  return class Still extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const now: Readonly<P> = this.props;
      return (Object.keys(next) as (keyof P)[]).some(key => next[key] !== now[key]);
    }
    override render(): ComponentChild {
      return draw(this.props);
    }
  };
}

/**
 * The things of now, each as the identical object that it was before where it says the same: so that it is seen at once that
 * nothing has to be drawn.
 */
export function kept<T extends object>(
  before: readonly T[],
  now: readonly T[],
  idOf: (thing: T) => string,
): readonly T[] {
  const known = new Map(before.map(thing => [idOf(thing), thing]));
  let changed = before.length !== now.length;
  const all = now.map((thing, index) => {
    const old = known.get(idOf(thing));
    const same = old !== undefined && alike(old, thing);
    changed ||= !same || before[index] !== old;
    return same ? old : thing;
  });
  return changed ? all : before;
}

/** Whether plain data says the same. */
export function alike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every(key => alike((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}
