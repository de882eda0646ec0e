/** A key of `faultline.yaml` and what it takes, for validation, completion and hover alike. */
export interface ConfigKey {
  readonly name: string;
  readonly takes:
    | 'dialect'
    | 'versions'
    | 'globs'
    | 'rules'
    | 'migrations'
    | 'tables'
    | 'hardware'
    | 'objectives'
    | 'boolean';
  readonly documentation: string;
}

export const CONFIG_KEYS: readonly ConfigKey[] = [
  {
    name: 'dialect',
    takes: 'dialect',
    documentation:
      'SQL dialect of the files below this folder: a name, `auto` (each file shows its own), or a map from globs to names. ' +
      'A comment `-- dialect: name` in a file wins over it.',
  },
  {
    name: 'engineVersions',
    takes: 'versions',
    documentation:
      'Major version of each engine, e.g. `postgres: 16`. Rules whose claim depends on the version use it.',
  },
  {
    name: 'include',
    takes: 'globs',
    documentation:
      'Globs relative to this folder. Where given, only files that one of them matches are read.',
  },
  {
    name: 'exclude',
    takes: 'globs',
    documentation: 'Globs relative to this folder. Files that one of them matches are not read.',
  },
  {
    name: 'rules',
    takes: 'rules',
    documentation:
      'Severity per rule (`error`, `warning`, `info`, `hint`, `off`), or a map with `severity` and the rule’s own options.',
  },
  {
    name: 'migrations',
    takes: 'migrations',
    documentation:
      'Where migrations lie and the order in which files are folded, where their names do not say so.',
  },
  {
    name: 'tables',
    takes: 'tables',
    documentation:
      'Sizes and rates by table name or glob (`orders`, `sales.*`), as comments tell them too: `rows: 50M`, `writes: 500/s`. A comment wins.',
  },
  {
    name: 'statistics',
    takes: 'globs',
    documentation:
      'Globs of statistics exported from a database (CSV, JSON), relative to this folder. What lies in its folder `.faultline` is read anyway.',
  },
  {
    name: 'code',
    takes: 'boolean',
    documentation:
      'Whether queries are looked for in the strings of programs (`.py`, `.ts`, `.go` and others). Default: true.',
  },
  {
    name: 'hardware',
    takes: 'hardware',
    documentation:
      'The machine that the database runs on: advice on sizes of chunks and partitions goes by it.',
  },
  {
    name: 'objectives',
    takes: 'objectives',
    documentation:
      'What is asked of the data: each cluster whose configs are found is held against it. Example: `{rpo: 5s, rto: 1min, staleness: 2s, availability: 99.95%}`.',
  },
];

export const OBJECTIVE_KEYS: readonly {
  readonly name: 'rpo' | 'rto' | 'staleness' | 'availability';
  readonly documentation: string;
}[] = [
  {
    name: 'rpo',
    documentation: 'Most that a failure may lose, in time of writes, such as `5s`; `0`: nothing.',
  },
  { name: 'rto', documentation: 'Longest time without writes after a failure, such as `1min`.' },
  { name: 'staleness', documentation: 'Oldest that a read may be, such as `2s`; `0`: always the newest.' },
  { name: 'availability', documentation: 'Part of the time in which writes are taken, such as `99.95%`.' },
];

export const HARDWARE_KEYS: readonly { readonly name: 'memory'; readonly documentation: string }[] = [
  { name: 'memory', documentation: 'Main memory, such as `64GB`.' },
];

export const MIGRATION_KEYS: readonly { readonly name: string; readonly documentation: string }[] = [
  {
    name: 'folders',
    documentation:
      'Folders, relative to this one, whose files are migrations: they run once, in the order of their names.',
  },
  {
    name: 'order',
    documentation: 'Paths or globs, relative to this folder, in the order in which their files are folded.',
  },
];

export const LEVELS = ['error', 'warning', 'info', 'hint', 'off'] as const;
