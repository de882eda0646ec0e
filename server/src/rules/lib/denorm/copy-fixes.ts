import type { Column } from '../../../schema/model.js';
import type { Edit, Fix, RuleContext } from '../../rule.js';
import { removeElement, statementAfter } from '../edits.js';
import { display, listed, newName, sqlName, sqlTable } from '../naming.js';
import type { Copy } from './copies.js';
import { copyTriggers } from './copy-triggers.js';
import { documentFix } from './document-fix.js';
import { same } from './keepers.js';
import { besideTable, lastUnit } from './place.js';

/** Keep the copy true, note that it is meant, or take it away and show it in a view. */
export function copyFixes(copy: Copy, context: RuleContext): Fix[] {
  const from = display(copy.parent, context.catalog);
  const [first] = copy.pairs;
  const fixes: Fix[] = [];
  const place = lastUnit(
    copy.table.origins[0],
    copy.parent.origins[0],
    ...copy.pairs.flatMap(({ column, source }) => [column.origins[0], source.origins[0]]),
  );
  const sql = place && copyTriggers(copy, context.catalog);
  const triggers = sql && statementAfter(place, `${sql.fill};\n\n${sql.push};\n\n${sql.backfill}`);
  if (triggers) {
    fixes.push({
      title: `Keep ${names(copy)} true with triggers, and fill it in`,
      edits: [triggers],
      safe: false,
    });
  }
  const view = takenToView(copy, context);
  if (view) {
    fixes.push({
      title: `Take ${names(copy)} away and read it from ${from} in a view`,
      edits: view,
      safe: false,
    });
  }
  if (first && copy.pairs.length === 1) {
    const reason = `${first.column.name} repeats ${from}.${first.source.name}`;
    fixes.push(documentFix('Note that the copy is meant', first.column.nameOrigin, reason));
  }
  return fixes;
}

function names({ pairs }: Copy): string {
  return listed(pairs.map(({ column }) => column.name));
}

/** Takes the one copied column away and shows it in a view; only where nothing else names the column. */
export function takenToView(
  copy: Copy,
  context: Pick<RuleContext, 'catalog' | 'workload' | 'roleOf'>,
): Edit[] | undefined {
  const { table, parent, reference, pairs } = copy;
  if (table.dialect === 'tsql' || context.roleOf(table.nameOrigin) === 'migration') return undefined;
  const made = table.origins[0]?.unit;
  const place = lastUnit(table.origins[0], parent.origins[0]);
  if (!made || !place || pairs.length !== 1 || place.uri !== made.uri) return undefined;
  const { column, source } = pairs[0]!;
  if (isNamedElsewhere(copy, column, context)) return undefined;
  const written = column.origins[0];
  const removal = written?.unit === made && column.origins.length === 1 ? removeElement(written) : undefined;
  if (!removal) return undefined;
  const quoted = (name: string) => sqlName(name, table.dialect);
  const join = reference.columns
    .map((name, i) => `p.${quoted(reference.refColumns[i]!)} = c.${quoted(name)}`)
    .join(' AND ');
  const sql = `CREATE VIEW ${besideTable(table, context.catalog, newName(table.name, 'with', parent.name))} AS\nSELECT c.*, p.${quoted(source.name)} AS ${quoted(column.name)}\nFROM ${sqlTable(table, context.catalog)} AS c LEFT JOIN ${sqlTable(parent, context.catalog)} AS p ON ${join}`;
  const view = statementAfter(place, sql);
  return view ? [...removal, view] : undefined;
}

function isNamedElsewhere(
  { table }: Copy,
  column: Column,
  { workload }: Pick<RuleContext, 'workload'>,
): boolean {
  const has = (names: readonly string[]) => names.some(name => same(name, column.name));
  return (
    table.indexes.some(
      index =>
        has(index.parts.flatMap(part => (part.column ? [part.column.value] : (part.expr?.columns ?? [])))) ||
        has(index.include) ||
        has(index.where?.columns ?? []),
    ) ||
    table.uniques.some(key => has(key.columns)) ||
    table.checks.some(check => has(check.expr.columns)) ||
    table.columns.some(other => has(other.generated?.expr.columns ?? [])) ||
    column.comment !== undefined ||
    table.triggers.length > 0 ||
    workload.usesOf(table).some(use => use.needs === '*' || has(use.needs) || has(use.writes))
  );
}
