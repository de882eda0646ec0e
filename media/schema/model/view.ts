/** What people chose to see of a schema. */
export interface View {
  readonly mode: 'star' | 'er' | 'compare';
  /** Table in focus, and how many references away others may be. */
  readonly focus?: string;
  readonly hops: number;
  readonly hidden: ReadonlySet<string>;
  /** Shown whatever the focus is, and kept in place when all is arranged anew. */
  readonly pinned: ReadonlySet<string>;
  /** Every card shows keys alone, but for those in `toggled`; or the other way about. */
  readonly keysOnly: boolean;
  readonly toggled: ReadonlySet<string>;
  /** Dimensions whose levels, and tables whose partitions are shown. */
  readonly unfolded: ReadonlySet<string>;
  /** Open clusters. */
  readonly opened: ReadonlySet<string>;
}

export const FIRST_VIEW: View = {
  mode: 'star',
  hops: 2,
  hidden: new Set(),
  pinned: new Set(),
  keysOnly: false,
  toggled: new Set(),
  unfolded: new Set(),
  opened: new Set(),
};

export function isCollapsed({ keysOnly, toggled }: View, id: string): boolean {
  return keysOnly !== toggled.has(id);
}

/** The set with a thing in it, or without it if it was there. */
export function toggledIn(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}
