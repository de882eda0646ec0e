import type { Catalog } from '../../../schema/model.js';
import type { Dialect } from '../../../sql/dialect.js';
import { newName, sqlName, sqlTable } from '../naming.js';
import { columnLike } from '../tables.js';
import { typeClass } from '../types.js';
import type { Copy } from './copies.js';
import { besideTable } from './place.js';

/**
 * Statements that keep a copy true from both sides, and bring it up to date: on the copying table whenever a row comes
 * or its reference changes, on the source whenever it changes. Undefined where the engine has no triggers that we can
 * write, or where they would fail: a copy that may not be NULL although its source may.
 */
export function copyTriggers(copy: Copy, catalog: Catalog): CopyTriggers | undefined {
  const { table, parent, reference } = copy;
  const writer = WRITERS[table.dialect];
  if (!writer || parent === table || reference.columns.length === 0) return undefined;
  if (copy.pairs.some(({ column, source }) => !column.nullable && source.nullable)) return undefined;
  const optional = reference.columns.some(name => columnLike(table, name)?.nullable !== false);
  if (optional && copy.pairs.some(({ column }) => !column.nullable)) return undefined;
  if (copy.pairs.some(pair => !fits(pair, table.dialect, catalog))) return undefined;
  return writer(namesOf(copy, catalog), copy);
}

function fits({ column, source }: Copy['pairs'][number], dialect: Dialect, catalog: Catalog): boolean {
  const own = typeClass(column.type!, dialect, catalog).length;
  const other = typeClass(source.type!, dialect, catalog).length;
  return own === undefined || dialect === 'sqlite' || (other !== undefined && other <= own);
}

/** Statements, without the last terminator. */
export interface CopyTriggers {
  /** On the copying table. */
  readonly fill: string;
  /** On the source. */
  readonly push: string;
  readonly backfill: string;
}

/** Everything as the dialect writes it. */
interface Names {
  readonly child: string;
  readonly parent: string;
  readonly pairs: readonly { readonly copy: string; readonly source: string }[];
  readonly keys: readonly { readonly own: string; readonly other: string }[];
  readonly fill: string;
  readonly push: string;
  readonly fillFunction: string;
  readonly pushFunction: string;
  readonly quoted: (name: string) => string;
}

function namesOf({ table, parent, reference, pairs }: Copy, catalog: Catalog): Names {
  const quoted = (name: string) => sqlName(name, table.dialect);
  const fill = newName(table.name, 'copies', parent.name);
  const push = newName(parent.name, 'copied', 'to', table.name);
  return {
    child: sqlTable(table, catalog),
    parent: sqlTable(parent, catalog),
    pairs: pairs.map(({ column, source }) => ({ copy: quoted(column.name), source: quoted(source.name) })),
    keys: reference.columns.map((name, i) => ({
      own: quoted(name),
      other: quoted(reference.refColumns[i]!),
    })),
    fill,
    push,
    fillFunction: besideTable(table, catalog, fill),
    pushFunction: besideTable(parent, catalog, push),
    quoted,
  };
}

type Writer = (names: Names, copy: Copy) => CopyTriggers | undefined;

/**
 * FOR SHARE makes a writer of the source wait until the new copy is committed, so that its own update finds it; without
 * it, two transactions at once leave the old value behind. WHEN and not UPDATE OF: other triggers may set the source too.
 */
const postgres: Writer = ({ child, parent, pairs, keys, fill, push, quoted, fillFunction, pushFunction }) => {
  const targets = pairs.map(({ copy }) => `NEW.${copy}`).join(', ');
  const sources = pairs.map(({ source }) => `p.${source}`).join(', ');
  const changed = pairs.map(({ source }) => `OLD.${source} IS DISTINCT FROM NEW.${source}`).join(' OR ');
  const watched = [...keys.map(({ own }) => own), ...pairs.map(({ copy }) => copy)].join(', ');
  return {
    fill: `CREATE FUNCTION ${fillFunction}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT ${sources} INTO ${targets}
  FROM ${parent} AS p
  WHERE ${keys.map(({ own, other }) => `p.${other} = NEW.${own}`).join(' AND ')}
  FOR SHARE;
  RETURN NEW;
END
$$;
CREATE TRIGGER ${quoted(fill)} BEFORE INSERT OR UPDATE OF ${watched} ON ${child}
  FOR EACH ROW EXECUTE FUNCTION ${fillFunction}()`,
    push: `CREATE FUNCTION ${pushFunction}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ${child} SET ${pairs.map(({ copy, source }) => `${copy} = NEW.${source}`).join(', ')}
  WHERE ${keys.map(({ own, other }) => `${own} = NEW.${other}`).join(' AND ')};
  RETURN NULL;
END
$$;
CREATE TRIGGER ${quoted(push)} AFTER UPDATE ON ${parent}
  FOR EACH ROW WHEN (${changed}) EXECUTE FUNCTION ${pushFunction}()`,
    backfill: backfill(child, parent, pairs, keys),
  };
};

/** Single statements, so that no DELIMITER is needed. Actions of foreign keys do not fire them. */
const mysql: Writer = ({ child, parent, pairs, keys, fill, push, quoted }, { reference }) => {
  const action = reference.foreignKey;
  if (action && /set|cascade/.test(action.onUpdate) && action.onUpdate !== 'cascade') return undefined;
  if (action && /^set/.test(action.onDelete)) return undefined;
  const where = keys.map(({ own, other }) => `${other} = NEW.${own}`).join(' AND ');
  const sets = pairs
    .map(
      ({ copy, source }) =>
        `NEW.${copy} = (SELECT ${source} FROM ${parent} WHERE ${where} LOCK IN SHARE MODE)`,
    )
    .join(', ');
  return {
    fill: `CREATE TRIGGER ${quoted(newName(fill, 'insert'))} BEFORE INSERT ON ${child} FOR EACH ROW
  SET ${sets};
CREATE TRIGGER ${quoted(newName(fill, 'update'))} BEFORE UPDATE ON ${child} FOR EACH ROW
  SET ${sets}`,
    push: `CREATE TRIGGER ${quoted(push)} AFTER UPDATE ON ${parent} FOR EACH ROW
  UPDATE ${child} SET ${pairs.map(({ copy, source }) => `${copy} = NEW.${source}`).join(', ')} WHERE ${keys.map(({ own, other }) => `${own} = NEW.${other}`).join(' AND ')}`,
    backfill: `UPDATE ${child} SET ${assigned(parent, pairs, keys, child)}`,
  };
};

const sqlite: Writer = ({ child, parent, pairs, keys, fill, push, quoted }, { table }) => {
  if (table.options.some(({ name }) => name === 'without rowid')) return undefined;
  const where = keys.map(({ own, other }) => `${other} = NEW.${own}`).join(' AND ');
  const sets = pairs
    .map(({ copy, source }) => `${copy} = (SELECT ${source} FROM ${parent} WHERE ${where})`)
    .join(', ');
  const watched = [...keys.map(({ own }) => own), ...pairs.map(({ copy }) => copy)].join(', ');
  const changed = pairs.map(({ source }) => `OLD.${source} IS NOT NEW.${source}`).join(' OR ');
  const differs = pairs
    .map(({ copy, source }) => `NEW.${copy} IS NOT (SELECT ${source} FROM ${parent} WHERE ${where})`)
    .join(' OR ');
  return {
    fill: `CREATE TRIGGER ${quoted(newName(fill, 'insert'))} AFTER INSERT ON ${child} FOR EACH ROW BEGIN
  UPDATE ${child} SET ${sets} WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER ${quoted(newName(fill, 'update'))} AFTER UPDATE OF ${watched} ON ${child} FOR EACH ROW WHEN ${differs} BEGIN
  UPDATE ${child} SET ${sets} WHERE rowid = NEW.rowid;
END`,
    push: `CREATE TRIGGER ${quoted(push)} AFTER UPDATE ON ${parent} FOR EACH ROW WHEN ${changed} BEGIN
  UPDATE ${child} SET ${pairs.map(({ copy, source }) => `${copy} = NEW.${source}`).join(', ')} WHERE ${keys.map(({ own, other }) => `${own} = NEW.${other}`).join(' AND ')};
END`,
    backfill: `UPDATE ${child} SET ${assigned(parent, pairs, keys, child)}`,
  };
};

const WRITERS: Partial<Record<Dialect, Writer>> = {
  postgres,
  yugabyte: postgres,
  mysql,
  mariadb: mysql,
  sqlite,
};

function backfill(child: string, parent: string, pairs: Names['pairs'], keys: Names['keys']): string {
  const join = keys.map(({ own, other }) => `p.${other} = c.${own}`).join(' AND ');
  const sets = pairs.map(({ copy, source }) => `${copy} = p.${source}`).join(', ');
  const differs = pairs.map(({ copy, source }) => `c.${copy} IS DISTINCT FROM p.${source}`).join(' OR ');
  return `UPDATE ${child} AS c SET ${sets} FROM ${parent} AS p WHERE ${join} AND (${differs})`;
}

function assigned(parent: string, pairs: Names['pairs'], keys: Names['keys'], child: string): string {
  const where = keys.map(({ own, other }) => `p.${other} = ${child}.${own}`).join(' AND ');
  return pairs
    .map(({ copy, source }) => `${copy} = (SELECT p.${source} FROM ${parent} AS p WHERE ${where})`)
    .join(', ');
}
