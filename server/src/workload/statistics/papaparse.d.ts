/** What is used of `papaparse`. Its own types bring Node's, which the engine must not see. */
declare module 'papaparse' {
  interface Result {
    readonly data: readonly (readonly string[])[];
  }
  interface Config {
    readonly delimiter?: string;
    readonly skipEmptyLines?: boolean | 'greedy';
  }
  const papa: { parse(text: string, config: Config): Result };
  export default papa;
}
