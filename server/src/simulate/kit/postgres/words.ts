/** What log shipping is called in a system: MySQL's servers replicate by the same mechanism under other names. */
export interface ShippingWords {
  readonly log: string;
  /** The server that takes writes. */
  readonly primary: string;
  readonly readOnly: string;
  /** What a standby needs that has what its upstream lacks. */
  readonly repair: string;
  /** A standby that commits wait for does not answer. */
  silent(standby: string, primary: string, timeoutMs: number): string;
  promoted(name: string, timeline: number): string;
}

export const POSTGRES_WORDS: ShippingWords = {
  log: 'WAL',
  primary: 'primary',
  readOnly: 'cannot execute INSERT in a read-only transaction',
  repair: 'it is rewound or copied anew',
  silent: (standby, primary, timeoutMs) =>
    `${standby} does not answer, and ${primary} ${
      timeoutMs === 0
        ? 'takes it for connected for as long as it is silent'
        : `takes it for connected until it was silent for ${timeoutMs / 1000} s`
    }: commits that need it wait.`,
  promoted: (name, timeline) => `${name} is primary, on timeline ${timeline}.`,
};
