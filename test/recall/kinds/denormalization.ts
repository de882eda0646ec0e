import type { Column, Table } from '../../../server/src/schema/index.js';
import { wordsOf } from '../../../server/src/text/words.js';
import {
  addColumns,
  appended,
  INTEGER,
  type Kind,
  name,
  open,
  RELATIONAL,
  references,
  type Site,
  TEXT,
  tableName,
} from '../site.js';

/** Copies, lists and attributes in the wrong place. */
export const DENORMALIZATION: readonly Kind[] = [
  {
    id: 'copy a column of the parent',
    dialects: RELATIONAL,
    inject(site) {
      const copy = copied(site);
      if (!copy) return undefined;
      const sql = addColumns(site, copy.child, [`${copy.name} ${copy.source.type!.text}`]);
      return {
        files: appended(site, copy.child, sql),
        expect: ['unsynchronized-copy', 'transitive-dependency', 'partial-dependency', 'text-in-fact'],
        names: [copy.name],
        what: sql,
      };
    },
  },
  {
    id: 'sync trigger that forgets the parent',
    dialects: ['postgres'],
    inject(site) {
      const copy = copied(site);
      if (!copy || copy.child.partitioning) return undefined;
      const { child, parent, source } = copy;
      const fk = child.foreignKeys.find(key => key.columns.length === 1 && key.refTable === parent.key)!;
      const sql = `${addColumns(site, child, [`${copy.name} ${source.type!.text}`])}
CREATE FUNCTION zz_fill() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT p.${name(site, source.name)} INTO NEW.${copy.name} FROM ${tableName(site, parent)} p WHERE p.${name(site, fk.refColumns[0]!)} = NEW.${name(site, fk.columns[0]!)};
  RETURN NEW;
END $$;
CREATE TRIGGER zz_fill BEFORE INSERT ON ${tableName(site, child)} FOR EACH ROW EXECUTE FUNCTION zz_fill();`;
      return {
        files: appended(site, child, sql),
        expect: ['sync-trigger-one-direction', 'sync-trigger-misses-operation', 'unsynchronized-copy'],
        names: [copy.name],
        what: sql,
      };
    },
  },
  {
    id: 'sync trigger on the wrong column',
    dialects: ['postgres'],
    inject(site) {
      const copy = copied(site);
      const other = copy?.parent.columns.find(
        column =>
          column !== copy.source && !copy.parent.primaryKey?.columns.includes(column.name) && column.type,
      );
      if (!copy || !other || copy.child.partitioning || copy.parent.partitioning) return undefined;
      const { child, parent, source } = copy;
      const fk = child.foreignKeys.find(key => key.columns.length === 1 && key.refTable === parent.key)!;
      const sql = `${addColumns(site, child, [`${copy.name} ${source.type!.text}`])}
CREATE FUNCTION zz_push() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ${tableName(site, child)} SET ${copy.name} = NEW.${name(site, source.name)} WHERE ${name(site, fk.columns[0]!)} = NEW.${name(site, fk.refColumns[0]!)};
  RETURN NEW;
END $$;
CREATE TRIGGER zz_push AFTER UPDATE OF ${name(site, other.name)} ON ${tableName(site, parent)} FOR EACH ROW EXECUTE FUNCTION zz_push();`;
      return {
        files: appended(site, child, sql),
        expect: [
          'sync-trigger-misses-column',
          'sync-trigger-one-direction',
          'sync-trigger-misses-operation',
          'unsynchronized-copy',
        ],
        names: [copy.name],
        what: sql,
      };
    },
  },
  {
    id: 'count the children in the parent',
    dialects: RELATIONAL,
    inject(site) {
      const place = site.random.pick(
        references(site).filter(
          ({ child, parent }) =>
            /^[a-z_]+s$/.test(child.name) && parent !== child && open(site).includes(parent),
        ),
      );
      if (!place) return undefined;
      const column = `${place.child.name}_count`;
      const sql = addColumns(site, place.parent, [`${column} ${INTEGER} NOT NULL DEFAULT 0`]);
      return {
        files: appended(site, later(place.parent, place.child), sql),
        expect: ['unsynchronized-aggregate'],
        names: [column],
        what: sql,
      };
    },
  },
  columns('repeat a column by number', ['phone1', 'phone2', 'phone3'], ['repeating-group'], 'phone'),
  columns('list of keys in a text', ['zz_tag_ids'], ['multi-valued-column'], 'zz_tag_ids'),
  {
    id: 'a column for each month',
    dialects: RELATIONAL,
    inject(site) {
      const table = site.random.pick(open(site));
      if (!table) return undefined;
      const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map(
        month => `${month}_amount`,
      );
      const sql = addColumns(
        site,
        table,
        months.map(month => `${month} decimal(12,2)`),
      );
      return {
        files: appended(site, table, sql),
        expect: ['pivoted-columns'],
        names: ['jan_amount'],
        what: sql,
      };
    },
  },
  {
    id: 'attributes as rows',
    dialects: RELATIONAL,
    inject(site) {
      const parent = site.random.pick(open(site).filter(table => table.primaryKey?.columns.length === 1));
      const key = parent?.columns.find(column => column.name === parent.primaryKey!.columns[0]);
      if (!parent || !key?.type || key.serial) return undefined;
      const sql = `CREATE TABLE zz_attributes (entity_id ${key.type.text} NOT NULL REFERENCES ${tableName(site, parent)} (${name(site, key.name)}), attribute_name ${TEXT[site.dialect]} NOT NULL, attribute_value ${TEXT[site.dialect]}, PRIMARY KEY (entity_id, attribute_name));`;
      return {
        files: appended(site, parent, sql),
        expect: ['entity-attribute-value'],
        names: ['zz_attributes'],
        what: sql,
      };
    },
  },
  {
    id: 'reference to several tables',
    dialects: RELATIONAL,
    inject(site) {
      const table = site.random.pick(open(site));
      if (!table) return undefined;
      const sql = `CREATE TABLE zz_comments (zz_comment_id ${INTEGER} PRIMARY KEY, commentable_type ${TEXT[site.dialect]} NOT NULL, commentable_id ${INTEGER} NOT NULL, body ${TEXT[site.dialect]});`;
      return {
        files: appended(site, table, sql),
        expect: ['polymorphic-reference'],
        names: ['commentable'],
        what: sql,
      };
    },
  },
  {
    id: 'a table for each year',
    dialects: RELATIONAL,
    inject(site) {
      const table = site.random.pick(open(site));
      if (!table) return undefined;
      const sql = [2021, 2022, 2023, 2024]
        .map(
          year =>
            `CREATE TABLE zz_visits_${year} (id ${INTEGER} NOT NULL PRIMARY KEY, visited_on date NOT NULL, page ${TEXT[site.dialect]});`,
        )
        .join(site.dialect === 'tsql' ? '\nGO\n' : '\n');
      return {
        files: appended(site, table, sql),
        expect: ['table-per-period'],
        names: ['zz_visits'],
        what: sql,
      };
    },
  },
  {
    id: 'widen a grain by what a part of the key decides',
    dialects: RELATIONAL,
    inject(site) {
      const places = open(site).flatMap(child =>
        child.foreignKeys.flatMap(key => {
          const parent = site.catalog.table(key.refTable);
          const inKey =
            (child.primaryKey?.columns.length ?? 0) > 1 &&
            key.columns.length === 1 &&
            child.primaryKey!.columns.includes(key.columns[0]!);
          const source = parent && sourceOf(parent);
          return inKey && parent && source && parent !== child ? [{ child, parent, source }] : [];
        }),
      );
      const place = site.random.pick(places);
      if (!place) return undefined;
      const column = nameOf(place.parent, place.source);
      if (place.child.columns.some(each => each.name === column)) return undefined;
      const sql = addColumns(site, place.child, [`${column} ${place.source.type!.text}`]);
      return {
        files: appended(site, place.child, sql),
        expect: ['partial-dependency', 'unsynchronized-copy', 'transitive-dependency'],
        names: [column],
        what: sql,
      };
    },
  },
  {
    id: 'materialized view that nobody refreshes',
    dialects: ['postgres'],
    inject(site) {
      const table = site.random.pick(open(site).filter(each => each.columns.length > 1));
      if (!table) return undefined;
      const column = name(site, table.columns[0]!.name);
      const sql = `CREATE MATERIALIZED VIEW zz_totals AS SELECT ${column} AS grouped, count(*) AS rows FROM ${tableName(site, table)} GROUP BY ${column};`;
      return {
        files: appended(site, table, sql),
        expect: ['materialized-view-without-refresh', 'materialized-view-without-unique-index'],
        names: ['zz_totals'],
        what: sql,
      };
    },
  },
];

function columns(id: string, names: readonly string[], expect: readonly string[], says: string): Kind {
  return {
    id,
    dialects: RELATIONAL,
    inject(site) {
      const table = site.random.pick(open(site));
      if (!table) return undefined;
      const sql = addColumns(
        site,
        table,
        names.map(each => `${each} ${TEXT[site.dialect]}`),
      );
      return { files: appended(site, table, sql), expect, names: [says], what: sql };
    },
  };
}

/** A descriptive column of a parent, and a name that a copy of it in a child would have. */
function copied(site: Site): { child: Table; parent: Table; source: Column; name: string } | undefined {
  const places = references(site).flatMap(({ child, parent }) => {
    const source = sourceOf(parent);
    if (!source) return [];
    const name = nameOf(parent, source);
    return child.columns.some(column => column.name.toLowerCase() === name.toLowerCase())
      ? []
      : [{ child, parent, source, name }];
  });
  return site.random.pick(places);
}

function sourceOf(parent: Table): Column | undefined {
  return parent.columns.find(
    column =>
      /(^|_)(name|email|title|label|city)$/i.test(column.name) &&
      /^(text|character varying|varchar|nvarchar)/i.test(column.type?.text ?? '') &&
      !column.generated &&
      !parent.primaryKey?.columns.includes(column.name),
  );
}

function nameOf(parent: Table, source: Column): string {
  const words = wordsOf(parent.name).filter(word => !/^(dim|fact|tbl)$/.test(word));
  const stem = words
    .join('_')
    .replace(/ies$/, 'y')
    .replace(/(?<!s)s$/, '');
  const own = wordsOf(source.name).join('_');
  return own.startsWith(stem) ? own : `${stem}_${own}`;
}

function later(a: Table, b: Table): Table {
  const one = a.origins[0]!.unit;
  const two = b.origins[0]!.unit;
  return one.uri === two.uri && two.piece.start > one.piece.start ? b : a;
}
