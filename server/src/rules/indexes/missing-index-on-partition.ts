import type { Table } from '../../schema/model.js';
import { familyOf } from '../../sql/dialect.js';
import { type AccessPath, accessPaths, normal, partSignature, partText, pathName } from '../lib/access.js';
import { statementAfter } from '../lib/edits.js';
import { POSTGRES_LIKE } from '../lib/engines.js';
import { display, listed, newName, sqlName, sqlTable, tuple } from '../lib/naming.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'missing-index-on-partition',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'warning',
  engines: POSTGRES_LIKE,
  summary: 'Some partitions of a table have an index and others do not.',
  gains: 'Partitions that are only written, or hardly ever read, are spared the index.',
  costs:
    'A search that the index serves in most partitions reads the others from end to end, and one slow partition makes the query slow.',
  fineWhen:
    'The partitions without it are old and nobody searches them, or take all writes until they are closed.',
  advice:
    'Create the index on the partitioned table: PostgreSQL then makes it on every partition, also on those to come.',
  sources: [
    {
      title: 'PostgreSQL: indexes of partitioned tables',
      url: 'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE',
    },
    {
      title: 'PostgreSQL: CREATE INDEX',
      url: 'https://www.postgresql.org/docs/current/sql-createindex.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE m (id bigint, at date) PARTITION BY RANGE (at);\nCREATE TABLE m_1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');\nCREATE TABLE m_2 PARTITION OF m FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');\nCREATE TABLE m_3 PARTITION OF m FOR VALUES FROM ('2024-03-01') TO ('2024-04-01');\nCREATE INDEX m_1_id ON m_1 (id);\nCREATE INDEX m_2_id ON m_2 (id);",
      says: 'm_3',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE m (id bigint, at date) PARTITION BY RANGE (at);\nCREATE TABLE m_1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');\nCREATE TABLE m_2 PARTITION OF m FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');\nCREATE INDEX m_id ON m (id);\nCREATE INDEX m_1_at ON m_1 (at);",
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE m (id bigint, at date) PARTITION BY RANGE (at);\nCREATE TABLE m_1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');\nCREATE TABLE m_2 PARTITION OF m FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');\nCREATE INDEX m_1_id ON m_1 (id);\nCREATE INDEX m_2_id ON m_2 (id, at);",
    },
  ],
  check(table, context) {
    if (!table.partitioning) return;
    const partitions = context.catalog.partitionsOf(table.key).filter(part => !part.partitioning);
    if (partitions.length < 3) return;
    const groups = new Map<string, { path: AccessPath; on: Table }[]>();
    for (const partition of partitions) {
      for (const path of accessPaths(partition)) {
        if (path.kind !== 'index' || path.inherited || path.only || !path.origin) continue;
        const key = signature(path, table);
        const group = groups.get(key);
        if (!group) groups.set(key, [{ path, on: partition }]);
        else if (!group.some(({ on }) => on === partition)) group.push({ path, on: partition });
      }
    }
    for (const group of groups.values()) {
      const lacking = partitions.filter(
        part => !accessPaths(part).some(path => serves(path, group[0]!.path, table)),
      );
      // Most of them have it, so it is not a single one's own.
      if (lacking.length === 0 || group.length < 2 || group.length <= lacking.length) continue;
      const model = group[0]!;
      const columns = tuple(model.path.parts.map(partText));
      const some = lacking.slice(0, 3).map(part => part.name);
      const more = lacking.length - some.length;
      context.report({
        origin: lacking[0]!.nameOrigin,
        message: `${group.length} partitions of ${display(table, context.catalog)} have an index on ${columns}, but ${listed(more > 0 ? [...some, `${more} more`] : some)} ${lacking.length > 1 ? 'have' : 'has'} none: there a search reads the whole partition. Create it on ${table.name} itself, so that every partition gets it.`,
        related: [{ origin: model.path.origin!, message: `${pathName(model.path)} of ${model.on.name}.` }],
        fixes: () => fixes(lacking, model.path, context),
      });
    }
  },
});

function signature(path: AccessPath, table: Table): string {
  const family = familyOf(table.dialect);
  const parts = path.parts.map(part => partSignature(part, family)).join(';');
  return `${path.method}|${parts}|${path.where ? normal(path.where.text) : ''}`;
}

/** The same parts at its beginning. */
function serves(path: AccessPath, model: AccessPath, table: Table): boolean {
  const family = familyOf(table.dialect);
  if (path.method !== model.method) return false;
  if (path.where && normal(path.where.text) !== normal(model.where?.text ?? '')) return false;
  return model.parts.every((part, i) => {
    const own = path.parts[i];
    return own !== undefined && partSignature(own, family) === partSignature(part, family);
  });
}

function fixes(lacking: readonly Table[], model: AccessPath, context: RuleContext): Fix[] {
  const parts = model.parts.map(part => model.origin!.unit.piece.text.slice(part.span.start, part.span.end));
  const method = model.method === 'btree' ? '' : `USING ${model.method} `;
  const where = model.where ? ` WHERE ${model.where.text}` : '';
  // Several partitions may stand in one statement's place: one edit for each unit.
  const edits = lacking.flatMap(partition => {
    const name = sqlName(newName(partition.name, ...model.parts.map(nameOf), 'idx'), partition.dialect);
    const target = sqlTable(partition, context.catalog);
    const sql = `CREATE INDEX ${name} ON ${target} ${method}(${parts.join(', ')})${where}`;
    const edit = partition.origins[0] && statementAfter(partition.nameOrigin.unit, sql);
    return edit ? [edit] : [];
  });
  const units = new Set(edits.map(edit => edit.origin.unit));
  if (edits.length !== lacking.length || units.size !== edits.length) return [];
  return [{ title: 'Create the index on the partitions that lack it', edits, safe: false }];
}

function nameOf(part: AccessPath['parts'][number]): string {
  return part.column?.value ?? 'expr';
}
