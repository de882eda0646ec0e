import {
  addColumns,
  appended,
  INTEGER,
  type Kind,
  name,
  open,
  RELATIONAL,
  references,
  replaced,
  tableName,
} from '../site.js';

/** Defects of keys and references. */
export const KEYS: readonly Kind[] = [
  {
    id: "drop a foreign key's index",
    dialects: ['postgres', 'sqlite'],
    inject(site) {
      const found = open(site).flatMap(table =>
        table.indexes.flatMap(index => {
          const unit = index.origins[0]?.unit;
          const key = table.foreignKeys.find(
            each => each.columns[0] === index.parts[0]?.column?.value && each.columns.length === 1,
          );
          if (
            !unit ||
            !key ||
            index.unique ||
            unit.readings[0]?.statement.kind !== 'create index' ||
            index.origins.length > 1
          )
            return [];
          const others = [
            ...table.indexes.filter(each => each !== index),
            ...table.uniques,
            ...(table.primaryKey ? [table.primaryKey] : []),
          ];
          return others.some(each => each.parts[0]?.column?.value === key.columns[0])
            ? []
            : [{ table, unit, key }];
        }),
      );
      const place = site.random.pick(found);
      if (!place) return undefined;
      const { unit, table, key } = place;
      const files = replaced(
        site,
        unit.uri,
        unit.piece.start + unit.piece.body.start,
        unit.piece.start + unit.piece.text.length,
        '',
      );
      return {
        files,
        expect: ['fk-without-index'],
        names: [table.name, key.columns[0]!],
        what: `index on ${table.name}.${key.columns[0]}`,
      };
    },
  },
  {
    id: 'drop a primary key',
    dialects: ['postgres', 'mysql'],
    inject(site) {
      const table = site.random.pick(
        open(site).filter(each => each.primaryKey && site.catalog.referencing(each.key).length === 0),
      );
      if (!table || (site.dialect === 'postgres' && table.primaryKey!.name === undefined)) return undefined;
      const drop =
        site.dialect === 'mysql'
          ? `ALTER TABLE ${tableName(site, table)} DROP PRIMARY KEY;`
          : `ALTER TABLE ${tableName(site, table)} DROP CONSTRAINT ${name(site, table.primaryKey!.name!)};`;
      return {
        files: appended(site, table, drop),
        expect: ['no-primary-key', 'unique-not-null-but-no-pk', 'fact-without-grain'],
        names: [table.name],
        what: drop,
      };
    },
  },
  {
    id: 'narrow a foreign key column',
    dialects: ['postgres'],
    inject(site) {
      const place = site.random.pick(
        references(site).filter(
          ({ column, parentKey }) => column.type?.base === 'bigint' && parentKey.type?.base === 'bigint',
        ),
      );
      if (!place) return undefined;
      const sql = `ALTER TABLE ${tableName(site, place.child)} ALTER COLUMN ${name(site, place.column.name)} TYPE integer;`;
      return {
        files: appended(site, place.child, sql),
        expect: ['fk-type-mismatch'],
        names: [place.column.name],
        what: sql,
      };
    },
  },
  {
    id: 'refer to a table that is not there',
    dialects: ['postgres', 'mysql', 'tsql'],
    inject(site) {
      const table = site.random.pick(open(site));
      if (!table) return undefined;
      const column = 'audit_trail_id';
      const sql = `${addColumns(site, table, [`${column} ${INTEGER}`])}\nALTER TABLE ${tableName(site, table)} ADD CONSTRAINT zz_audit_fk FOREIGN KEY (${column}) REFERENCES zz_audit_trails (id);`;
      return {
        files: appended(site, table, sql),
        expect: ['dangling-fk-target'],
        names: ['zz_audit_trails'],
        what: sql,
      };
    },
  },
  {
    id: 'declare a foreign key twice',
    dialects: ['postgres', 'mysql', 'tsql'],
    inject(site) {
      const place = site.random.pick(references(site));
      if (!place) return undefined;
      const sql = `ALTER TABLE ${tableName(site, place.child)} ADD CONSTRAINT zz_second_fk FOREIGN KEY (${name(site, place.column.name)}) REFERENCES ${tableName(site, place.parent)} (${name(site, place.parentKey.name)});`;
      return {
        files: appended(site, place.child, sql),
        expect: ['duplicate-foreign-key'],
        names: [place.column.name],
        what: sql,
      };
    },
  },
  {
    id: 'leave out a foreign key',
    dialects: RELATIONAL,
    inject(site) {
      const parents = open(site).filter(
        each =>
          each.primaryKey?.columns.length === 1 &&
          each.primaryKey.columns[0]!.toLowerCase() === 'id' &&
          /^[a-z_]+s$/.test(each.name) &&
          // Where no foreign key is declared at all, none is missing.
          (each.foreignKeys.length > 0 || site.catalog.referencing(each.key).length > 0) &&
          each.schema === (site.catalog.defaultSchema || each.schema),
      );
      const parent = site.random.pick(parents);
      const key = parent?.columns.find(column => column.name === parent.primaryKey!.columns[0]);
      if (!parent || !key?.type || key.serial) return undefined;
      const column = `${parent.name.replace(/s$/, '')}_id`;
      const sql = `CREATE TABLE zz_notes (zz_note_id ${INTEGER} PRIMARY KEY, ${column} ${key.type.text} NOT NULL);`;
      return {
        files: appended(site, parent, sql),
        expect: ['inferred-missing-fk'],
        names: [column],
        what: sql,
      };
    },
  },
  {
    id: 'let the columns of a composite foreign key be null',
    dialects: ['postgres', 'mysql'],
    inject(site) {
      const parent = site.random.pick(
        open(site).filter(each => each.primaryKey?.columns.length === 2 && each.partitioning === undefined),
      );
      const types = parent?.primaryKey?.columns.map(
        key => parent.columns.find(column => column.name === key)?.type?.text,
      );
      if (!parent || !types?.every(type => type !== undefined)) return undefined;
      const [a, b] = parent.primaryKey!.columns.map(column => name(site, column));
      const sql = `CREATE TABLE zz_lines (zz_line_id ${INTEGER} PRIMARY KEY, first_part ${types[0]}, second_part ${types[1]}, FOREIGN KEY (first_part, second_part) REFERENCES ${tableName(site, parent)} (${a}, ${b}));`;
      return {
        files: appended(site, parent, sql),
        expect: ['nullable-composite-fk'],
        names: ['second_part'],
        what: sql,
      };
    },
  },
  {
    id: 'make a nullable column unique',
    dialects: ['postgres', 'mysql', 'sqlite'],
    inject(site) {
      const table = site.random.pick(open(site).filter(each => !each.partitioning));
      if (!table) return undefined;
      const column = site.random.pick(
        table.columns.filter(
          each =>
            !each.nullable &&
            each.type?.dimensions === 0 &&
            !/text|json|blob|clob|bytea/i.test(each.type.text),
        ),
      );
      if (!column) return undefined;
      const sql = `${addColumns(site, table, [`zz_region ${site.dialect === 'mysql' ? 'varchar(20)' : 'text'}`])}\nCREATE UNIQUE INDEX zz_region_key ON ${tableName(site, table)} (${name(site, column.name)}, zz_region);`;
      return {
        files: appended(site, table, sql),
        expect: ['nullable-in-unique'],
        names: ['zz_region'],
        what: sql,
      };
    },
  },
];
