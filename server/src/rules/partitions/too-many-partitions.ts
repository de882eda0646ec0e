import type { Catalog, Table } from '../../schema/model.js';
import { textOf } from '../lib/edits.js';
import { isMysqlLike } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { storageEngine } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'too-many-partitions',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['postgres', 'yugabyte', 'mysql', 'mariadb'],
  summary: 'A table has more partitions than the engine handles well, or at all.',
  gains: 'Each partition is small, and old rows go in fine steps.',
  costs:
    'Planning looks at each partition that is not pruned and keeps what it knows of it in the memory of every session; each has files and locks of its own. MySQL refuses more than 8,192 partitions, subpartitions included.',
  fineWhen: 'Nearly every query prunes to a few of them, and sessions are few or long.',
  advice: 'Make partitions larger (months in place of days), or drop or merge the old ones.',
  sources: [
    {
      title: 'PostgreSQL: up to a few thousand partitions, where queries prune to a few',
      url: 'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-BEST-PRACTICES',
    },
    {
      title: 'MySQL: maximum number of partitions',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/partitioning-limitations.html',
    },
  ],
  options: {
    max: {
      description: 'Partitions, subpartitions included, that are still no finding.',
      default: 1000,
      type: 'number',
    },
  },
  bad: [
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE m (id bigint NOT NULL) PARTITION BY HASH (id) PARTITIONS 9000;',
      says: '8,192',
    },
    {
      dialect: 'postgres',
      sql: `CREATE TABLE m (id bigint) PARTITION BY RANGE (id);\n${Array.from({ length: 1001 }, (_, i) => `CREATE TABLE m_${i} PARTITION OF m FOR VALUES FROM (${i}) TO (${i + 1});`).join('\n')}`,
      says: '1,001',
    },
  ],
  good: [
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE m (id bigint NOT NULL) PARTITION BY HASH (id) PARTITIONS 64;',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE m (id bigint) PARTITION BY RANGE (id);\nCREATE TABLE m_0 PARTITION OF m FOR VALUES FROM (0) TO (1000);',
    },
  ],
  check(table, context) {
    if (!table.partitioning || table.partitionOf) return;
    const mysql = isMysqlLike(table.dialect);
    const count = mysql ? ofMysql(table) : leaves(table, context.catalog, 0);
    const limit = mysql && !/^ndb/.test(storageEngine(table) ?? '') ? 8192 : Number.POSITIVE_INFINITY;
    if (count <= Math.min(Number(context.options.max), limit)) return;
    const name = display(table, context.catalog);
    const shown = count.toLocaleString('en-US');
    context.report({
      origin: table.partitioning.origins[0] ?? table.nameOrigin,
      severity: count > limit ? 'error' : 'info',
      message:
        count > limit
          ? `${name} would have ${shown} partitions: the engine refuses more than 8,192.`
          : `${name} has ${shown} partitions: every query that does not prune plans for, locks and opens all of them, and each session remembers them. Make them larger, or drop old ones.`,
    });
  },
});

/** Partitions that hold rows themselves. */
function leaves(table: Table, catalog: Catalog, depth: number): number {
  const children = catalog.partitionsOf(table.key);
  if (children.length === 0) return depth === 0 ? 0 : 1;
  if (depth > 8) return children.length;
  return children.reduce((sum, child) => sum + leaves(child, catalog, depth + 1), 0);
}

function ofMysql(table: Table): number {
  const origin = table.partitioning!.origins[0];
  const text = origin ? textOf(origin) : '';
  const listed = table.innerPartitions.length;
  const said = Number(/\bPARTITIONS\s+(\d+)/i.exec(text)?.[1] ?? 0);
  const sub = Number(/\bSUBPARTITIONS\s+(\d+)/i.exec(text)?.[1] ?? 1);
  return Math.max(listed, listed > 0 ? 0 : said) * Math.max(sub, 1);
}
