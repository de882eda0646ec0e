import { ruleById } from '../../../server/src/rules/index.js';
import type { Finding } from '../../../server/src/rules/rule.js';
import { createRuleRunner } from '../../../server/src/rules/run.js';
import {
  type Catalog,
  createCatalogBuilder,
  type Table,
  TEMP_SCHEMA,
} from '../../../server/src/schema/index.js';
import type { Origin, SourceUnit } from '../../../server/src/sql/reading.js';
import { createWorkloadStore } from '../../../server/src/workload/index.js';
import type { Facts } from '../result.js';

/** The rules whose findings PostgreSQL's own catalogs can confirm. */
const RULES = [
  'no-primary-key',
  'unique-not-null-but-no-pk',
  'fk-without-index',
  'duplicate-index',
  'prefix-redundant-index',
  'fk-type-mismatch',
];
const URI = 'file:///schema.sql';

/** Our findings on some units, as the engine's catalogs would name them. */
export function findingFacts(units: readonly SourceUnit[]): Facts {
  const builder = createCatalogBuilder('postgres');
  builder.setFiles([URI]);
  builder.setUnits(URI, units);
  builder.refresh();
  const workload = createWorkloadStore(builder);
  workload.change([], units);
  const runner = createRuleRunner({
    builder,
    workload,
    dialects: () => ['postgres'],
    unitsOf: () => units,
    place: () => undefined,
    settings: { rules: {}, engineVersions: {} },
    log: line => {
      throw new Error(line);
    },
    rules: RULES.map(id => ruleById(id)!),
  });
  runner.recheck({ catalog: 'all', removed: [], added: units });
  const facts: Facts = new Map();
  for (const finding of runner.findings(URI)) {
    for (const key of keysOf(finding, builder.catalog)) {
      const counted = finding.rule === 'duplicate-index' || finding.rule === 'prefix-redundant-index';
      facts.set(
        `${finding.rule} ${key}`,
        counted ? `${Number(facts.get(`${finding.rule} ${key}`) ?? 0) + 1}` : 'found',
      );
    }
  }
  return facts;
}

function keysOf(finding: Finding, catalog: Catalog): string[] {
  const keys = new Set<string>();
  for (const table of catalog.allTables()) {
    if (table.schema === TEMP_SCHEMA) continue;
    for (const detail of detailsOf(finding, table)) keys.add(`${table.schema}.${table.name}${detail}`);
  }
  // What no table knows must show as a difference.
  return keys.size > 0 ? [...keys] : [`? ${finding.message}`];
}

/** Whether a finding stands on this table, and what of it PostgreSQL would name. */
function detailsOf({ rule, origin }: Finding, table: Table): string[] {
  const here = (other: Origin | undefined) =>
    other?.unit === origin.unit &&
    other.span.start === origin.span.start &&
    other.span.end === origin.span.end;
  switch (rule) {
    case 'no-primary-key':
      return here(table.nameOrigin) ? [''] : [];
    case 'fk-without-index':
      return table.foreignKeys
        .filter(key => !key.inherited && here(key.origins[0]))
        .map(key => ` (${[...key.columns].sort().join(',')})`);
    case 'fk-type-mismatch':
      return table.columns
        .filter(column => !column.inherited && here(column.typeOrigin))
        .map(column => `.${column.name}`);
    default: {
      const paths = [...table.uniques, ...table.indexes];
      return paths.some(path => !path.inherited && here(path.origins[0])) ? [''] : [];
    }
  }
}
