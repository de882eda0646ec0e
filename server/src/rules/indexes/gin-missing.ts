import type { Table } from '../../schema/model.js';
import type { TableUse } from '../../workload/model.js';
import { accessPaths, partText } from '../lib/access.js';
import { statementAfter } from '../lib/edits.js';
import { display, listed, newName, sqlName, sqlTable } from '../lib/naming.js';
import { columnOf, isOwnTable } from '../lib/tables.js';
import { typeClass } from '../lib/types.js';
import { plainText, unqualified } from '../lib/workload/covered.js';
import { isKnownBig, isKnownHot, isKnownSmall } from '../lib/workload/size.js';
import { lastingUses, searches } from '../lib/workload/uses.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'gin-missing',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['postgres'],
  summary: 'Queries search inside JSONB, arrays, words or ranges, and no GIN or GiST index serves them.',
  gains: 'Writes are cheaper: a GIN index takes an entry per key, element or word.',
  costs: 'Each search takes every row apart.',
  fineWhen: 'The table stays small, or other tests leave few rows over.',
  advice:
    'Create a GIN index. For JSONB that is only asked for `@>`, `jsonb_path_ops` makes it smaller; for `to_tsvector(...) @@`, index the same expression. Ranges take GiST.',
  sources: [
    {
      title: 'PostgreSQL: indexing of range types',
      url: 'https://www.postgresql.org/docs/current/rangetypes.html#RANGETYPES-INDEXING',
    },
    { title: 'PostgreSQL: GIN indexes', url: 'https://www.postgresql.org/docs/current/gin.html' },
    {
      title: 'PostgreSQL: jsonb indexing',
      url: 'https://www.postgresql.org/docs/current/datatype-json.html#JSON-INDEXING',
    },
    {
      title: 'PostgreSQL: indexes for full-text search',
      url: 'https://www.postgresql.org/docs/current/textsearch-tables.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE items (id bigint PRIMARY KEY, data jsonb NOT NULL);\nSELECT id FROM items WHERE data @> \'{"color": "red"}\';',
      says: 'jsonb_path_ops',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE items (id bigint PRIMARY KEY, tags text[] NOT NULL);\nSELECT id FROM items WHERE tags && $1;',
      says: 'tags',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE items (id bigint PRIMARY KEY, body text NOT NULL);\nSELECT id FROM items WHERE to_tsvector('english', body) @@ plainto_tsquery('english', $1);",
      says: "to_tsvector('english', body)",
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE stays (id bigint PRIMARY KEY, during tstzrange NOT NULL);\nSELECT id FROM stays WHERE during && tstzrange($1, $2);',
      says: 'gist (during)',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE stays (id bigint PRIMARY KEY, room int, during tstzrange, EXCLUDE USING gist (during WITH &&));\nSELECT id FROM stays WHERE during && tstzrange($1, $2);',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE items (id bigint PRIMARY KEY, data jsonb NOT NULL, tags text[], body text);\nCREATE INDEX a ON items USING gin (data);\nCREATE INDEX b ON items USING gin (tags);\nCREATE INDEX c ON items USING gin (to_tsvector('english', body));\nSELECT id FROM items WHERE data @> $1;\nSELECT id FROM items WHERE tags && $1;\nSELECT id FROM items WHERE to_tsvector('english', body) @@ to_tsquery($1);\nSELECT id FROM items WHERE id = $1 AND data @> $2;",
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    const wanted = new Map<string, Wanted>();
    for (const use of searches(lastingUses(table, context))) {
      // What other columns have found is checked row by row.
      if (use.equals.some(test => leads(table, test.column))) continue;
      for (const item of wantedBy(use, table, context)) {
        const known = wanted.get(item.part);
        if (known) known.uses.push(use);
        else wanted.set(item.part, { ...item, uses: [use] });
      }
    }
    if (wanted.size === 0) return;
    const facts = context.workload.factsOf(table);
    if (isKnownSmall(facts)) return;
    const severity = isKnownBig(facts) || isKnownHot(facts) ? 'warning' : facts.rows ? 'info' : 'hint';
    for (const item of wanted.values()) report(table, item, severity, context);
  },
});

interface Wanted {
  /** As it stands in CREATE INDEX. */
  readonly part: string;
  readonly operator: string;
  /** Default: GIN. */
  readonly method?: 'gin' | 'gist';
  readonly uses: TableUse[];
}

function wantedBy(use: TableUse, table: Table, context: RuleContext): Omit<Wanted, 'uses'>[] {
  const result: Omit<Wanted, 'uses'>[] = [];
  for (const { column, condition } of use.others) {
    if (condition.kind !== 'compare' || condition.negated || !SEARCHES.has(condition.operator)) continue;
    const type = columnOf(table, column)?.type;
    if (!type || isIndexed(table, [column])) continue;
    // `$1 <@ tags` asks the column for `@>`; the other way round no GIN on JSONB helps.
    const left = condition.left.kind === 'column';
    const operator = left ? condition.operator : (TURNED[condition.operator] ?? condition.operator);
    const { kind, array } = typeClass(type, table.dialect, context.catalog);
    const name = sqlName(column, table.dialect);
    if (array && ARRAYS.has(operator)) result.push({ part: name, operator });
    else if (kind === 'jsonb' && operator === '@>') result.push({ part: `${name} jsonb_path_ops`, operator });
    else if (kind === 'jsonb' && JSONB.has(operator)) result.push({ part: name, operator });
    else if (/^(int4|int8|num|ts|tstz|date)(multi)?range$/.test(type.base) && RANGES.has(condition.operator))
      result.push({ part: name, operator: condition.operator, method: 'gist' });
  }
  for (const { column, condition, wrapper } of use.wrapped) {
    if (condition.kind !== 'compare' || condition.operator !== '@@' || condition.negated) continue;
    // Only with its configuration written out does the function give the same words in every session.
    if (wrapper.kind !== 'call' || wrapper.name !== 'to_tsvector' || wrapper.args?.length !== 2) continue;
    if (wrapper.args[0]?.kind !== 'constant') continue;
    const bare = unqualified(wrapper.text, use);
    if (isIndexed(table, [column, bare])) continue;
    result.push({ part: bare, operator: '@@' });
  }
  return result;
}

const SEARCHES = new Set(['@>', '<@', '&&', '?', '?|', '?&', '@?', '@@']);
const RANGES = new Set(['&&', '@>', '<@']);
const ARRAYS = new Set(['@>', '<@', '&&']);
const JSONB = new Set(['?', '?|', '?&', '@?', '@@']);
const TURNED: Readonly<Record<string, string>> = { '<@': '@>', '@>': '<@' };

/** Served by any index that is not a B-tree or hash: GiST and RUM answer these as well. */
function isIndexed(table: Table, parts: readonly string[]): boolean {
  const wanted = parts.map(plainText);
  const held = [
    ...accessPaths(table).filter(path => path.method !== 'btree' && path.method !== 'hash'),
    ...table.exclusions,
  ];
  return held.some(({ parts: own }) => own.some(part => wanted.includes(plainText(partText(part)))));
}

function leads(table: Table, column: string): boolean {
  return accessPaths(table).some(path => path.parts[0]?.column?.value === column && !path.where);
}

function report(
  table: Table,
  { part, operator, method = 'gin', uses }: Wanted,
  severity: 'warning' | 'info' | 'hint',
  context: RuleContext,
): void {
  const queries = [...new Set(uses.map(use => use.query))];
  const isCall = part.includes('(');
  const column = isCall ? part : part.split(' ')[0]!;
  context.report({
    origin: table.nameOrigin,
    severity,
    message: `${queries.length === 1 ? 'A query searches' : `${queries.length} queries search`} ${listed([column])} of ${display(table, context.catalog)} with ${operator}, and no index serves that: each row is looked at. Add USING ${method} (${part}).`,
    related: queries
      .slice(0, 20)
      .map(query => ({ origin: query.origin, message: `This query searches ${column}.` })),
    fixes: () => {
      const words = isCall ? (/\b(\w+)\)*$/.exec(part)?.[1] ?? 'words') : column.replaceAll('"', '');
      const name = sqlName(newName(table.name, words, method), table.dialect);
      const sql = `CREATE INDEX ${name} ON ${sqlTable(table, context.catalog)} USING ${method} (${part})`;
      const edit = statementAfter(table.nameOrigin.unit, sql);
      return edit
        ? [
            {
              title: `Add a ${method === 'gin' ? 'GIN' : 'GiST'} index on ${column}`,
              edits: [edit],
              safe: false,
            },
          ]
        : [];
    },
  });
}
