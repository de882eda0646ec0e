import { addColumns, appended, type Kind, open, RELATIONAL, type Site } from '../site.js';

/** Defects of types. */
export const TYPES: readonly Kind[] = [
  added(
    'money as a float',
    RELATIONAL,
    'unit_price',
    { postgres: 'double precision', mysql: 'double', sqlite: 'REAL', tsql: 'float' },
    ['float-for-exact'],
  ),
  added('time without its zone', ['postgres'], 'zz_confirmed_at', { postgres: 'timestamp' }, [
    'timestamp-without-time-zone',
  ]),
  added('padded text', ['postgres', 'tsql'], 'zz_nickname', { postgres: 'char(30)', tsql: 'char(30)' }, [
    'char-padding',
  ]),
  {
    id: 'a key that runs out',
    dialects: ['postgres', 'mysql'],
    inject(site) {
      const table = site.random.pick(open(site));
      if (!table) return undefined;
      const sql = `CREATE TABLE zz_events (id ${site.dialect === 'mysql' ? 'int AUTO_INCREMENT' : 'integer GENERATED ALWAYS AS IDENTITY'} PRIMARY KEY, body ${site.dialect === 'mysql' ? 'varchar(200)' : 'text'} NOT NULL);`;
      return {
        files: appended(site, table, sql),
        expect: ['int-primary-key-overflow'],
        names: ['zz_events'],
        what: sql,
      };
    },
  },
];

function added(
  id: string,
  dialects: Kind['dialects'],
  column: string,
  types: Readonly<Partial<Record<Site['dialect'], string>>>,
  expect: readonly string[],
): Kind {
  return {
    id,
    dialects,
    inject(site) {
      const table = site.random.pick(
        open(site).filter(each => !each.columns.some(other => other.name === column)),
      );
      if (!table) return undefined;
      const sql = addColumns(site, table, [`${column} ${types[site.dialect]}`]);
      return { files: appended(site, table, sql), expect, names: [column], what: sql };
    },
  };
}
