import type { Origin } from '../../../sql/reading.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';
import { parseVersion, type Version } from '../../version.js';
import type { Flavour } from './data.js';
import { fitting } from './family.js';
import { MARIADB_TABLE, MYSQL_TABLE } from './parameters/index.js';

export interface Told {
  readonly flavour: Flavour | undefined;
  readonly version: Version | undefined;
  readonly origin?: Origin;
}

/** `# MariaDB 10.11, Galera 4`: a comment that begins with a product and its version. */
const COMMENT =
  /^[ \t]{0,40}[#;]{1,20}[ \t]{0,40}(?:(?:Target:|Version:|For|Oracle|Percona Server for)[ \t]{1,20})?(MySQL|MariaDB|Percona Server|Percona XtraDB Cluster|PXC)[ \t]{1,20}(?:Server[ \t]{1,20}|Community[ \t]{1,20})?v?(\d{1,2}\.\d{1,2}(?:\.\d{1,3})?)(?!\.?\d)(?![ \t]{0,20}(?:or|and|\+|to|removed|deprecat|introduc|only|below|above|has|no|uses|requires|changed|default|added|manual|ref|doc|-|\/))/im;

const SECTION = /^[ \t]*\[(mariadbd?|galera|client-mariadb|mysqld-)[^\]\r\n]{0,20}\]/gim;

/** What family of servers a file is for, and which version, as far as it says. */
export function flavourOf(source: Source, written: readonly Written[]): Told {
  const comment = COMMENT.exec(source.text.slice(0, 20_000));
  if (comment !== null) {
    const start = comment.index + comment[0].lastIndexOf(comment[2]!);
    return {
      ...fitting(/maria/i.test(comment[1]!) ? 'mariadb' : 'mysql', parseVersion(comment[2]!)),
      origin: source.origin({ start, end: start + comment[2]!.length }),
    };
  }
  const inPath =
    /(mysql|mariadb|percona|pxc)[-_]?(?:(?:server|galera|cluster)[-_]?)?v?(\d{1,2}\.\d{1,2}(?:\.\d{1,3})?)(?![\d.])/.exec(
      source.path,
    );
  if (inPath !== null) {
    return fitting(inPath[1] === 'mariadb' ? 'mariadb' : 'mysql', parseVersion(inPath[2]!));
  }
  return { flavour: byContent(source, written), version: undefined };
}

function byContent(source: Source, written: readonly Written[]): Flavour | undefined {
  for (const [, section] of source.text.matchAll(SECTION)) {
    if (/^mariadb|^client-mariadb/i.test(section!)) return 'mariadb';
  }
  // MariaDB alone reads that section; others copy it from its manual.
  let votes = /^[ \t]*\[galera\]/im.test(source.text) ? -1 : 0;
  for (const { key, raw } of written) {
    const mysql = MYSQL_TABLE.find(key) !== undefined;
    const mariadb = MARIADB_TABLE.find(key) !== undefined;
    if (key.startsWith('group_replication') || key.startsWith('pxc_') || key.startsWith('mysqlx')) votes += 2;
    else if (mysql && !mariadb) votes += 1;
    else if (mariadb && !mysql) votes -= 1;
    else if (key === 'wsrep_gtid_mode' || key === 'wsrep_gtid_domain_id') votes -= 1;
    else if (key === 'wsrep_sst_method' && raw === 'mariabackup') votes -= 2;
    else if (key === 'wsrep_sst_method' && (raw === 'xtrabackup-v2' || raw === 'clone')) votes += 2;
    else if (key === 'wsrep_provider' && /\/galera4\/|\/galera3\//.test(String(raw))) votes += 2;
  }
  if (votes !== 0) return votes > 0 ? 'mysql' : 'mariadb';
  if (/maria/.test(source.path)) return 'mariadb';
  return undefined;
}
