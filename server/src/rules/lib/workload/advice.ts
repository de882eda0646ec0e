import type { Table } from '../../../schema/model.js';
import { formatBytes, formatCount, formatRate, indexBytes } from '../../../workload/capacity.js';
import type { TableFacts, WorkloadQuery } from '../../../workload/model.js';
import { inRound, type RoundCache } from '../../round.js';
import type { Fix, Related, RuleContext, Severity, TradeOff } from '../../rule.js';
import { statementAfter } from '../edits.js';
import { sameColumns } from '../keys.js';
import { display, listed } from '../naming.js';
import { isOwnTable } from '../tables.js';
import { adviseIndexes, type Suggestion } from './adviser.js';
import type { Need } from './needs.js';
import { isKnownBig, isKnownHot, isKnownSmall } from './size.js';
import { createIndex, indexText, predicateText } from './statement.js';
import { lastingUses, withoutFixtures } from './uses.js';

/** What the queries of a table want beyond its indexes; nothing where it is known to be small. */
export function suggestionsFor(table: Table, context: RuleContext): readonly Suggestion[] {
  return inRound(SUGGESTIONS, table, context.catalog, () => workOut(table, context));
}

const SUGGESTIONS: RoundCache<readonly Suggestion[]> = new WeakMap();

function workOut(table: Table, context: RuleContext): readonly Suggestion[] {
  if (!isOwnTable(table) || table.columnsIncomplete) return [];
  const uses = withoutFixtures(lastingUses(table, context));
  if (uses.length === 0) return [];
  const facts = context.workload.factsOf(table);
  if (isKnownSmall(facts)) return [];
  return adviseIndexes(table, uses, facts, context.workload, context.catalog).filter(
    suggestion => !isForeignKeyOnly(suggestion, table),
  );
}

/** Reports one suggestion at its table, with links to the queries that it serves. */
export function reportSuggestion(suggestion: Suggestion, table: Table, context: RuleContext): void {
  const facts = context.workload.factsOf(table);
  const queries = queriesOf(suggestion);
  const name = display(table, context.catalog);
  const who = queries.length === 1 ? 'A query' : `${queries.length} queries`;
  const finds = queries.length === 1 ? 'finds' : 'find';
  context.report({
    origin: table.nameOrigin,
    severity: severityOf(queries, facts),
    message: `${who} ${finds} rows of ${name} ${howText(suggestion)}, and no index serves ${queries.length === 1 ? 'it' : 'them'}: ${readsText(suggestion)} the whole table. Add an index on ${indexText(suggestion)}.`,
    related: related(suggestion, queries),
    fixes: () => fixes(suggestion, table, context),
    tradeOff: () => tradeOff(suggestion, table, facts, context),
  });
}

/** Queries served, each once. */
export function queriesOf(suggestion: Suggestion): readonly WorkloadQuery[] {
  return [...new Set(suggestion.serves.map(need => need.use.query))];
}

/** The rule on foreign keys without an index says the same. */
function isForeignKeyOnly(suggestion: Suggestion, table: Table): boolean {
  const columns = suggestion.keys.map(key => key.column);
  return (
    FOREIGN_KEYS_CHECKED.has(table.dialect) &&
    suggestion.where.length === 0 &&
    table.foreignKeys.some(key => key.enforced && sameColumns(key.columns, columns))
  );
}

const FOREIGN_KEYS_CHECKED = new Set(['postgres', 'yugabyte', 'cockroach', 'sqlite', 'tsql']);

function severityOf(queries: readonly WorkloadQuery[], facts: TableFacts): Severity {
  if (isKnownBig(facts) || (facts.rows && isKnownHot(facts))) return 'warning';
  if (isKnownHot(facts)) return 'info';
  // A view may be asked with tests of its own.
  return facts.rows && !queries.every(query => query.from === 'view') ? 'info' : 'hint';
}

function howText({ keys, equal, serves, where }: Suggestion): string {
  const equals = keys.slice(0, equal).map(key => key.column);
  const rest = keys.slice(equal).map(key => key.column);
  const sorted = serves.some(need => need.tail.length > 0 && isSort(need));
  const texts: string[] = [];
  if (equals.length > 0) texts.push(`by ${listed(equals)}`);
  else if (where.length > 0)
    texts.push(`with ${listed(where.map(({ column, test }) => predicateText(column, test)))}`);
  if (rest.length > 0)
    texts.push(sorted ? `in the order of ${listed(rest)}` : `by a range of ${listed(rest)}`);
  return texts.join(sorted ? ' ' : ' and ');
}

function isSort(need: Need): boolean {
  return need.use.orderBy[0]?.column === need.tail[0]?.column;
}

function readsText({ serves }: Suggestion): string {
  return serves.every(need => need.byJoin) ? 'for each row of the other table it may read' : 'each run reads';
}

function related(suggestion: Suggestion, queries: readonly WorkloadQuery[]): Related[] {
  return queries.slice(0, 20).map(query => {
    const need = suggestion.serves.find(item => item.use.query === query)!;
    const columns = [...need.telling, ...need.few, ...need.tail.map(key => key.column)];
    const where = query.holder === undefined ? 'This query' : `This query of ${query.holder}`;
    return { origin: query.origin, message: `${where} searches by ${listed([...new Set(columns)])}.` };
  });
}

function fixes(suggestion: Suggestion, table: Table, context: RuleContext): Fix[] {
  const sql = createIndex(suggestion, table, context.catalog);
  const edit = statementAfter(table.nameOrigin.unit, sql);
  return edit ? [{ title: `Add an index on ${indexText(suggestion)}`, edits: [edit], safe: false }] : [];
}

function tradeOff(suggestion: Suggestion, table: Table, facts: TableFacts, context: RuleContext): TradeOff {
  const numbers: { label: string; value: string; from: string }[] = [];
  const gains: string[] = [];
  const costs: string[] = [];
  const queries = queriesOf(suggestion);
  const rates = queries.map(query => query.rate?.value);
  const reads = rates.every(rate => rate !== undefined)
    ? rates.reduce((sum, rate) => sum! + rate!, 0)
    : undefined;
  const { rows, writesPerSecond: writes } = facts;
  const fits = rows && rowsPerValue(suggestion, facts, rows.value);
  if (rows) numbers.push({ label: 'rows', value: formatCount(rows.value), from: rows.source });
  if (rows && fits !== undefined) {
    gains.push(
      `${queries.length === 1 ? 'The query reads' : 'Each query reads'} about ${formatCount(Math.max(1, fits))} rows instead of ${formatCount(rows.value)}.`,
    );
  } else
    gains.push(`${queries.length === 1 ? 'The query reads' : 'The queries read'} only the rows that fit.`);
  if (reads !== undefined) {
    gains.push(`That holds for ${formatRate(reads)}.`);
    numbers.push({ label: 'runs', value: formatRate(reads), from: queries[0]?.rate?.source ?? '' });
  }
  const columns = [...suggestion.keys.map(key => key.column), ...suggestion.include];
  const bytes =
    rows && suggestion.method === 'btree'
      ? indexBytes(table, columns, rows.value, facts, context.catalog)
      : undefined;
  if (bytes !== undefined) {
    const most = suggestion.where.length > 0 ? 'at most ' : 'about ';
    costs.push(`The index takes ${most}${formatBytes(bytes)}.`);
    numbers.push({ label: 'index', value: formatBytes(bytes), from: 'rows × estimated width of an entry' });
  }
  if (writes) {
    costs.push(`${formatRate(writes.value)} of writes keep one index more.`);
    numbers.push({ label: 'writes', value: formatRate(writes.value), from: writes.source });
  } else costs.push('Every insert, and each update of one of its columns, writes one index more.');
  return {
    gains,
    costs,
    ...(rows && fits !== undefined
      ? { breakEven: `It pays as soon as ${breakEven(rows.value, fits, writes?.value)}.` }
      : {}),
    advice: [`\`${createIndex(suggestion, table, context.catalog)};\``],
    numbers,
  };
}

/** Rows that one value of the equality columns fits, by the most telling one; undefined where nobody counted. */
function rowsPerValue(suggestion: Suggestion, facts: TableFacts, rows: number): number | undefined {
  const counts = suggestion.keys.slice(0, suggestion.equal).flatMap(({ column }) => {
    const distinct = facts.columns.get(column)?.distinct?.value;
    return distinct === undefined || distinct === 0 ? [] : [distinct < 0 ? -distinct * rows : distinct];
  });
  return counts.length === 0 ? undefined : rows / Math.max(...counts);
}

/** A write to a B-tree costs about as much as reading a page; a page holds some fifty rows. */
function breakEven(rows: number, fits: number, writes: number | undefined): string {
  const saved = Math.max(1, (rows - fits) / 50);
  return writes === undefined
    ? `there is one run for ${formatCount(saved)} writes (a run saves about ${formatCount(saved)} pages, a write costs about one)`
    : `the queries run ${formatRate(writes / saved)} (a run saves about ${formatCount(saved)} pages, a write costs about one)`;
}
