import { readLibconfig } from '../../../documents/readers/libconfig.js';
import { entriesNamed, itemsOf } from '../../../documents/tree.js';
import type { ConfigFormat } from '../../module.js';
import { type Source, writtenIn } from '../../source.js';
import { type ProxyRow, TABLES } from './data.js';
import { PROXYSQL_TABLE } from './parameters.js';

/** `proxysql.cnf`. */
export const PROXYSQL_CNF: ConfigFormat<ProxyRow> = {
  title: 'proxysql.cnf',
  detects: ({ name, text }) =>
    /\.(?:cnf|cfg|conf)(?:\.[a-z0-9]{1,10})?$/.test(name) &&
    /^\s*(?:mysql_servers|mysql_query_rules|mysql_replication_hostgroups|mysql_variables)\s*[=:]/m.test(text),
  read: source =>
    rowsIn(source).map(data => ({ system: 'proxysql', uri: source.uri, origin: data.origin, data })),
  assist: {
    syntax: 'libconfig',
    booleans: ['true', 'false'],
    parametersAt([section, ...below]) {
      if (below.length > 0 || section === undefined) return undefined;
      if (section === 'mysql_variables') return { table: PROXYSQL_TABLE, prefix: 'mysql-' };
      return TABLES.some(table => table === section)
        ? { table: PROXYSQL_TABLE, prefix: `${section}.` }
        : undefined;
    },
  },
};

const MAX_ROWS = 2000;

function rowsIn(source: Source): readonly ProxyRow[] {
  const tree = source.tree('libconfig', readLibconfig);
  const rows: ProxyRow[] = [];
  for (const { value, keySpan } of entriesNamed(tree, 'mysql_variables')) {
    const written = writtenIn(source, value).map(each => ({ ...each, key: `mysql-${each.key}` }));
    rows.push({ table: 'variables', written, origin: source.origin(keySpan), fromFile: true });
  }
  for (const table of TABLES) {
    for (const { value } of entriesNamed(tree, table)) {
      for (const item of itemsOf(value).slice(0, MAX_ROWS)) {
        const written = writtenIn(source, item, table);
        const first = written[0];
        if (first !== undefined) rows.push({ table, written, origin: first.keyOrigin, fromFile: true });
      }
    }
  }
  return rows;
}
