import type { Column, Table } from '../../../server/src/schema/index.js';
import { addColumns, appended, type Kind, name, open, type Site, TEXT, tableName } from '../site.js';

/** Defects of indexes, and queries that no index helps. */
export const INDEXES: readonly Kind[] = [
  {
    id: 'repeat an index',
    dialects: ['postgres', 'mysql', 'sqlite'],
    inject(site) {
      const place = site.random.pick(indexed(site));
      if (!place) return undefined;
      const sql = `CREATE INDEX zz_again ON ${tableName(site, place.table)} (${place.columns.map(column => name(site, column)).join(', ')});`;
      return {
        files: appended(site, place.table, sql),
        expect: ['duplicate-index'],
        names: ['zz_again'],
        what: sql,
      };
    },
  },
  {
    id: 'add the beginning of an index',
    dialects: ['postgres', 'mysql', 'sqlite'],
    inject(site) {
      const place = site.random.pick(indexed(site).filter(each => each.columns.length > 1));
      if (
        !place ||
        indexed(site).some(
          other =>
            other.table === place.table &&
            other.columns.length === 1 &&
            other.columns[0] === place.columns[0],
        )
      )
        return undefined;
      if (
        place.table.primaryKey?.columns.length === 1 &&
        place.table.primaryKey.columns[0] === place.columns[0]
      )
        return undefined;
      if (place.table.uniques.some(key => key.columns.length === 1 && key.columns[0] === place.columns[0]))
        return undefined;
      const sql = `CREATE INDEX zz_prefix ON ${tableName(site, place.table)} (${name(site, place.columns[0]!)});`;
      return {
        files: appended(site, place.table, sql),
        expect: ['prefix-redundant-index'],
        names: ['zz_prefix'],
        what: sql,
      };
    },
  },
  {
    id: 'B-tree on a document',
    dialects: ['postgres'],
    inject: site =>
      withColumn(
        site,
        'zz_payload jsonb',
        'CREATE INDEX zz_payload_idx ON $TABLE (zz_payload);',
        ['btree-on-array-or-jsonb'],
        ['zz_payload'],
      ),
  },
  {
    id: 'index on a boolean',
    dialects: ['postgres'],
    inject: site =>
      withColumn(
        site,
        'zz_is_active boolean NOT NULL DEFAULT true',
        'CREATE INDEX zz_active_idx ON $TABLE (zz_is_active);',
        ['low-cardinality-index'],
        ['zz_is_active'],
      ),
  },
  {
    id: 'name a column twice in an index',
    dialects: ['postgres', 'sqlite'],
    inject: site =>
      withColumn(
        site,
        `zz_code ${TEXT[site.dialect]}`,
        'CREATE INDEX zz_twice ON $TABLE (zz_code, zz_code);',
        ['index-duplicate-column'],
        ['zz_code'],
      ),
  },
  {
    id: 'test what cannot be null in a partial index',
    dialects: ['postgres'],
    inject: site =>
      withColumn(
        site,
        `zz_code text NOT NULL DEFAULT ''`,
        'CREATE INDEX zz_partial ON $TABLE (zz_code) WHERE zz_code IS NOT NULL;',
        ['needless-partial-predicate'],
        ['zz_code'],
      ),
  },
  {
    id: 'index without a home for text search',
    dialects: ['postgres'],
    inject: site => withColumn(site, 'zz_document tsvector', '', ['tsvector-without-index'], ['zz_document']),
  },
  {
    id: 'random key that orders the table',
    dialects: ['mysql'],
    inject(site) {
      const table = site.random.pick(open(site));
      if (!table) return undefined;
      const sql =
        'CREATE TABLE zz_sessions (id char(36) NOT NULL DEFAULT (uuid()), body varchar(200), PRIMARY KEY (id));';
      return {
        files: appended(site, table, sql),
        expect: ['random-uuid-key'],
        names: ['zz_sessions'],
        what: sql,
      };
    },
  },
  {
    id: 'query without an index',
    dialects: ['postgres', 'mysql'],
    inject(site) {
      const place = site.random.pick(plainColumns(site).filter(({ table, column }) => !leads(table, column)));
      if (!place) return undefined;
      const sql = `-- faultline: ${place.table.name} rows=20M\nSELECT * FROM ${tableName(site, place.table)} WHERE ${name(site, place.column.name)} = 'x' ORDER BY 1 LIMIT 20;`;
      return {
        files: appended(site, place.table, sql),
        expect: ['missing-index-for-query'],
        names: [place.column.name],
        what: sql,
      };
    },
  },
  {
    id: 'wrap an indexed column',
    dialects: ['postgres', 'mysql', 'sqlite'],
    inject(site) {
      const place = site.random.pick(plainColumns(site).filter(({ table, column }) => leads(table, column)));
      if (!place) return undefined;
      const sql = `SELECT * FROM ${tableName(site, place.table)} WHERE lower(${name(site, place.column.name)}) = 'x';`;
      return {
        files: appended(site, place.table, sql),
        expect: ['wrapped-column', 'missing-index-for-query'],
        names: [place.column.name],
        what: sql,
      };
    },
  },
  {
    id: 'leading wildcard',
    dialects: ['postgres', 'mysql', 'sqlite'],
    inject(site) {
      const place = site.random.pick(plainColumns(site).filter(({ table, column }) => leads(table, column)));
      if (!place) return undefined;
      const sql = `SELECT * FROM ${tableName(site, place.table)} WHERE ${name(site, place.column.name)} LIKE '%x%';`;
      return {
        files: appended(site, place.table, sql),
        expect: ['leading-wildcard', 'missing-index-for-query'],
        names: [place.column.name],
        what: sql,
      };
    },
  },
  {
    id: 'NOT IN of what may be null',
    dialects: ['postgres', 'mysql', 'sqlite', 'tsql'],
    inject(site) {
      const table = site.random.pick(
        open(site).filter(each =>
          each.foreignKeys.some(key => key.columns.length === 1 && nullable(each, key.columns[0]!)),
        ),
      );
      const key = table?.foreignKeys.find(
        each => each.columns.length === 1 && nullable(table, each.columns[0]!),
      );
      const parent = key && site.catalog.table(key.refTable);
      if (!table || !key || !parent || key.refColumns.length !== 1) return undefined;
      const sql = `SELECT * FROM ${tableName(site, parent)} WHERE ${name(site, key.refColumns[0]!)} NOT IN (SELECT ${name(site, key.columns[0]!)} FROM ${tableName(site, table)});`;
      return {
        files: appended(site, table, sql),
        expect: ['not-in-nullable-subquery'],
        names: [key.columns[0]!],
        what: sql,
      };
    },
  },
];

function withColumn(
  site: Site,
  column: string,
  then: string,
  expect: readonly string[],
  names: readonly string[],
) {
  const table = site.random.pick(open(site).filter(each => !each.partitioning));
  if (!table) return undefined;
  const sql = `${addColumns(site, table, [column])}\n${then.replace('$TABLE', tableName(site, table))}`;
  return { files: appended(site, table, sql), expect, names, what: sql };
}

/** Plain B-tree indexes with the names of their columns. */
function indexed(site: Site): { table: Table; columns: string[] }[] {
  return open(site).flatMap(table =>
    table.indexes
      .filter(
        index =>
          !index.where &&
          !index.implicit &&
          (index.method === 'btree' || index.method === '') &&
          index.include.length === 0 &&
          !index.inherited,
      )
      .filter(index =>
        index.parts.every(
          part =>
            part.column &&
            part.length === undefined &&
            !part.order &&
            !part.opclass &&
            !part.collation &&
            !part.nulls,
        ),
      )
      .map(index => ({ table, columns: index.parts.map(part => part.column!.value) })),
  );
}

function plainColumns(site: Site): { table: Table; column: Column }[] {
  return open(site).flatMap(table =>
    table.columns
      .filter(
        column =>
          /^(text|character varying|varchar)\b/i.test(column.type?.text ?? '') && !column.type?.dimensions,
      )
      .map(column => ({ table, column })),
  );
}

function leads(table: Table, column: Column): boolean {
  const paths = [
    ...table.indexes.filter(index => !index.where),
    ...table.uniques,
    ...(table.primaryKey ? [table.primaryKey] : []),
  ];
  return paths.some(path => path.parts[0]?.column?.value === column.name);
}

function nullable(table: Table, column: string): boolean {
  return table.columns.find(each => each.name === column)?.nullable === true;
}
