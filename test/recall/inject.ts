import type { Finding } from '../../server/src/rules/rule.js';
import type { Dialect } from '../../server/src/sql/dialect.js';
import { type Bench, bench } from '../unit/rules/harness.js';
import { DENORMALIZATION } from './kinds/denormalization.js';
import { INDEXES } from './kinds/indexes.js';
import { KEYS } from './kinds/keys.js';
import { OTHERS } from './kinds/others.js';
import { PARTITIONS } from './kinds/partitions.js';
import { TYPES } from './kinds/types.js';
import { type Kind, Random, type Site } from './site.js';

export const KINDS: readonly Kind[] = [
  ...KEYS,
  ...TYPES,
  ...INDEXES,
  ...DENORMALIZATION,
  ...PARTITIONS,
  ...OTHERS,
];

export interface Outcome {
  readonly kind: string;
  readonly site: string;
  readonly what: string;
  readonly found: boolean;
  /** What was said that was not said before. */
  readonly said: readonly string[];
}

interface Known extends Omit<Site, 'random'> {
  readonly before: ReadonlySet<string>;
}

/** Schemas that defects can be put into; those with many tables would take the time of all others. */
export function readSites(
  schemas: readonly {
    readonly name: string;
    readonly dialect: Dialect;
    readonly files: Readonly<Record<string, string>>;
  }[],
): Known[] {
  return schemas.flatMap(({ name, dialect, files }) => {
    const run = bench(files, dialect);
    const { catalog } = run.builder;
    const tables = [...catalog.allTables()].filter(
      table =>
        !table.partitionOf && !table.temporary && !table.columnsIncomplete && table.kind !== 'foreign table',
    );
    if (tables.length === 0 || tables.length > 250) return [];
    return [{ name, dialect, files, catalog, tables, before: new Set(run.findings().map(textOf)) }];
  });
}

/** Puts `count` defects into the schemas, the kinds in turn, and says of each whether it was found. */
export function inject(
  sites: readonly Known[],
  kinds: readonly Kind[],
  count: number,
  seed: number,
): Outcome[] {
  const random = new Random(seed);
  const outcomes: Outcome[] = [];
  for (let attempt = 0; outcomes.length < count && attempt < count * 20; attempt++) {
    const kind = kinds[attempt % kinds.length]!;
    const site = random.pick(sites.filter(each => kind.dialects.includes(each.dialect)));
    const injection = site && kind.inject({ ...site, random });
    if (!site || !injection) continue;
    const said = newFindings(bench(injection.files, site.dialect), site.before);
    const found = said.some(
      finding =>
        injection.expect.includes(finding.rule) && injection.names.every(name => mentions(finding, name)),
    );
    outcomes.push({
      kind: kind.id,
      site: site.name,
      what: injection.what,
      found,
      said: said.map(each => `${each.rule}: ${each.message}`),
    });
  }
  return outcomes;
}

function newFindings(run: Bench, before: ReadonlySet<string>): Finding[] {
  return run.findings().filter(finding => !before.has(textOf(finding)));
}

function textOf({ rule, message }: Finding): string {
  return `${rule}: ${message}`;
}

/** In its words, or at its place. */
function mentions({ message, origin, related }: Finding, name: string): boolean {
  const { unit, span } = origin;
  return (
    message.includes(name) ||
    unit.piece.text.slice(span.start, span.end).includes(name) ||
    (related ?? []).some(other => other.message.includes(name))
  );
}
