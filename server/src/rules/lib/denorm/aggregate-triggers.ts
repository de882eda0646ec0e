import type { Catalog } from '../../../schema/model.js';
import { newName, sqlName, sqlTable } from '../naming.js';
import type { Aggregate } from './aggregates.js';

/**
 * Statements that keep a count or a sum true: each row that comes, goes, moves or changes adds or takes away its part
 * in one UPDATE, which waits for other writers of the row and then goes on from what they left. Behind them the
 * statement that works it out once. Undefined for what cannot be kept by differences, and for engines whose triggers we
 * do not write.
 */
export function aggregateTriggers(aggregate: Aggregate, catalog: Catalog): string | undefined {
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
  switch (table.dialect) {
    case 'postgres':
    case 'yugabyte':
      return `CREATE FUNCTION ${quoted(name)}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    ${change('OLD', '-')};
  END IF;
  IF TG_OP <> 'DELETE' THEN
    ${change('NEW', '+')};
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER ${quoted(name)} AFTER INSERT OR DELETE OR UPDATE OF ${watched} ON ${on}
  FOR EACH ROW EXECUTE FUNCTION ${quoted(name)}();

${recount}`;
    case 'mysql':
    case 'mariadb': {
      // Rows that ON DELETE CASCADE takes away fire no trigger, but their parent is gone with them.
      if (reference.foreignKey && /^set/.test(reference.foreignKey.onDelete)) return undefined;
      return `CREATE TRIGGER ${quoted(newName(name, 'insert'))} AFTER INSERT ON ${on} FOR EACH ROW
  ${change('NEW', '+')};
CREATE TRIGGER ${quoted(newName(name, 'delete'))} AFTER DELETE ON ${on} FOR EACH ROW
  ${change('OLD', '-')};
CREATE TRIGGER ${quoted(newName(name, 'leave'))} AFTER UPDATE ON ${on} FOR EACH ROW
  ${change('OLD', '-')};
CREATE TRIGGER ${quoted(newName(name, 'join'))} AFTER UPDATE ON ${on} FOR EACH ROW
  ${change('NEW', '+')};

${recount}`;
    }
    case 'sqlite':
      return `CREATE TRIGGER ${quoted(newName(name, 'insert'))} AFTER INSERT ON ${on} FOR EACH ROW BEGIN
  ${change('NEW', '+')};
END;
CREATE TRIGGER ${quoted(newName(name, 'delete'))} AFTER DELETE ON ${on} FOR EACH ROW BEGIN
  ${change('OLD', '-')};
END;
CREATE TRIGGER ${quoted(newName(name, 'update'))} AFTER UPDATE OF ${watched} ON ${on} FOR EACH ROW BEGIN
  ${change('OLD', '-')};
  ${change('NEW', '+')};
END;

${recount}`;
    default:
      return undefined;
  }
}
