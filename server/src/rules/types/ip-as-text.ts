import { reportColumns, writtenColumns } from '../lib/columns.js';
import { replace } from '../lib/edits.js';
import { POSTGRES_FAMILY } from '../lib/engines.js';
import { display, listed, wordsOf } from '../lib/naming.js';
import { typeClass } from '../lib/types.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'ip-as-text',
  subject: 'types',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: POSTGRES_FAMILY,
  summary: 'A column keeps IP addresses as text.',
  gains: 'Anything fits: host names, lists from X-Forwarded-For, what a proxy sends.',
  costs:
    'One address has several spellings (IPv6, leading zeros) that are not equal as text, sorting is by letters, and no index tells which addresses lie in a network. Nothing refuses what is no address.',
  fineWhen: 'The column is only shown, or holds what clients send unchecked.',
  advice: 'Use inet: 7 bytes for an IPv4 address, 19 for an IPv6 one, with operators for networks.',
  sources: [
    {
      title: 'PostgreSQL: network address types',
      url: 'https://www.postgresql.org/docs/current/datatype-net-types.html',
    },
    { title: 'CockroachDB: INET', url: 'https://www.cockroachlabs.com/docs/stable/inet' },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE logins (id bigint PRIMARY KEY, ip_address varchar(45), last_login_ip text);',
      says: 'ip_address and last_login_ip',
    },
    { dialect: 'cockroach', sql: 'CREATE TABLE logins (id INT8 PRIMARY KEY, client_ip STRING);' },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE logins (id bigint PRIMARY KEY, ip inet, ip_country text, ip_range text);',
    },
    { dialect: 'cockroach', sql: 'CREATE TABLE logins (id INT8 PRIMARY KEY, client_ip INET);' },
  ],
  check(table, context) {
    const found = writtenColumns(table).filter(column => {
      if (!column.type || !isAddress(column.name)) return false;
      const type = typeClass(column.type, table.dialect, context.catalog);
      return type.kind === 'text' && !type.array && (type.length === undefined || type.length >= 15);
    });
    if (found.length === 0) return;
    const names = listed(found.map(column => column.name));
    reportColumns(found, context, {
      message: `${names} of ${display(table, context.catalog)} ${found.length > 1 ? 'seem' : 'seems'} to hold IP addresses as text, where spellings of one address differ and networks cannot be searched. Use inet.`,
      title: 'Use inet',
      edit: column => (column.default || !column.typeOrigin ? undefined : replace(column.typeOrigin, 'inet')),
    });
  },
});

function isAddress(name: string): boolean {
  const words = wordsOf(name);
  return words.some(word => IP.has(word)) && words.every(word => IP.has(word) || BESIDE.has(word));
}

const IP = new Set(['ip', 'ipaddr', 'ipaddress', 'ipv4', 'ipv6']);
const BESIDE = new Set(
  'addr address client remote source src dest destination dst last first login logged in sign current previous created registration signup host server user peer from to local public private v4 v6'.split(
    ' ',
  ),
);
