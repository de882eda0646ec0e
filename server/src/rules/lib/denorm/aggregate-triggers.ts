import type { Catalog } from '../../../schema/model.js';
import { newName, sqlName, sqlTable } from '../naming.js';
import type { Aggregate } from './aggregates.js';
import { besideTable } from './place.js';

export type Operation = 'insert' | 'update' | 'delete';
const ALL: readonly Operation[] = ['insert', 'delete', 'update'];

/**
 * Statements that keep a count or a sum true: each row that comes, goes, moves or changes adds or takes away its part
 * in one UPDATE, which waits for other writers of the row and then goes on from what they left. Behind them the
 * statement that works it out once. `operations`: those after which nothing does so yet. Undefined for what cannot be kept by differences, and for engines whose triggers we
 * do not write.
 */
export function aggregateTriggers(
  aggregate: Aggregate,
  catalog: Catalog,
  operations: readonly Operation[] = ALL,
): string | undefined {
  const { table, child, reference, kind, column, source } = aggregate;
  if (kind !== 'count' && kind !== 'sum') return undefined;
  const quoted = (name: string) => sqlName(name, table.dialect);
  const target = quoted(column.name);
  const change = (row: 'OLD' | 'NEW', sign: '+' | '-') => {
    const part = source ? `COALESCE(${row}.${quoted(source.name)}, 0)` : '1';
    const where = reference.columns
      .map((name, i) => `${quoted(reference.refColumns[i]!)} = ${row}.${quoted(name)}`)
      .join(' AND ');
    const before = column.nullable ? `COALESCE(${target}, 0)` : target;
    return `UPDATE ${sqlTable(table, catalog)} SET ${target} = ${before} ${sign} ${part} WHERE ${where}`;
  };
  const join = reference.columns
    .map((name, i) => `c.${quoted(name)} = ${sqlTable(table, catalog)}.${quoted(reference.refColumns[i]!)}`)
    .join(' AND ');
  const value = source ? `COALESCE(sum(c.${quoted(source.name)}), 0)` : 'count(*)';
  const recount = `UPDATE ${sqlTable(table, catalog)} SET ${target} = (SELECT ${value} FROM ${sqlTable(child, catalog)} AS c WHERE ${join})`;
  const name = newName(child.name, 'count', 'in', table.name, column.name);
  const watched = [...reference.columns, ...(source ? [source.name] : [])].map(quoted).join(', ');
  const on = sqlTable(child, catalog);
  const has = (operation: Operation) => operations.includes(operation);
  switch (table.dialect) {
    case 'postgres':
    case 'yugabyte':
      return `CREATE FUNCTION ${besideTable(child, catalog, name)}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN${has('delete') || has('update') ? block('INSERT', change('OLD', '-')) : ''}${has('insert') || has('update') ? block('DELETE', change('NEW', '+')) : ''}
  RETURN NULL;
END
$$;
CREATE TRIGGER ${quoted(name)} AFTER ${operations.map(each => (each === 'update' ? `UPDATE OF ${watched}` : each.toUpperCase())).join(' OR ')} ON ${on}
  FOR EACH ROW EXECUTE FUNCTION ${besideTable(child, catalog, name)}();

${recount}`;
    case 'mysql':
    case 'mariadb': {
      // Rows that ON DELETE CASCADE takes away fire no trigger, but their parent is gone with them.
      if (reference.foreignKey && /^set/.test(reference.foreignKey.onDelete)) return undefined;
      const trigger = (suffix: string, event: string, statement: string) =>
        `CREATE TRIGGER ${quoted(newName(name, suffix))} AFTER ${event} ON ${on} FOR EACH ROW\n  ${statement};\n`;
      return `${has('insert') ? trigger('insert', 'INSERT', change('NEW', '+')) : ''}${has('delete') ? trigger('delete', 'DELETE', change('OLD', '-')) : ''}${has('update') ? trigger('leave', 'UPDATE', change('OLD', '-')) + trigger('join', 'UPDATE', change('NEW', '+')) : ''}
${recount}`;
    }
    case 'sqlite': {
      const trigger = (suffix: string, event: string, ...statements: string[]) =>
        `CREATE TRIGGER ${quoted(newName(name, suffix))} AFTER ${event} ON ${on} FOR EACH ROW BEGIN\n${statements.map(statement => `  ${statement};\n`).join('')}END;\n`;
      return `${has('insert') ? trigger('insert', 'INSERT', change('NEW', '+')) : ''}${has('delete') ? trigger('delete', 'DELETE', change('OLD', '-')) : ''}${has('update') ? trigger('update', `UPDATE OF ${watched}`, change('OLD', '-'), change('NEW', '+')) : ''}
${recount}`;
    }
    default:
      return undefined;
  }
}

/** Done after everything but the one operation. */
function block(not: string, statement: string): string {
  return `\n  IF TG_OP <> '${not}' THEN\n    ${statement};\n  END IF;`;
}
