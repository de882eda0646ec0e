import type { Table } from '../../schema/model.js';
import type { Value } from '../../sql/ast/shape.js';
import type { WorkloadQuery } from '../../workload/model.js';
import { aggregateTradeOff } from '../lib/denorm/aggregate-weight.js';
import { type Aggregate, aggregatesOf, aggregateText } from '../lib/denorm/aggregates.js';
import { type Keeper, keepingOf, same, writtenValue } from '../lib/denorm/keepers.js';
import { TRIGGERED } from '../lib/denorm/triggered.js';
import { replace, textOf } from '../lib/edits.js';
import { isPostgresFamily } from '../lib/engines.js';
import { display, sqlName } from '../lib/naming.js';
import { defineRule, type RuleContext } from '../rule.js';

const TABLES =
  'CREATE TABLE posts (id integer NOT NULL PRIMARY KEY, comments_count integer NOT NULL DEFAULT 0);\nCREATE TABLE comments (id integer NOT NULL PRIMARY KEY, post_id integer NOT NULL, FOREIGN KEY (post_id) REFERENCES posts (id));\n';
const RECOUNT =
  'UPDATE posts SET comments_count = (SELECT count(*) FROM comments WHERE post_id = NEW.post_id) WHERE id = NEW.post_id;';
const UP = 'UPDATE posts SET comments_count = comments_count + 1 WHERE id = NEW.post_id;';
const pg = (body: string) =>
  `CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  ${body}\n  RETURN NULL;\nEND\n$$;\nCREATE TRIGGER keep AFTER INSERT ON comments FOR EACH ROW EXECUTE FUNCTION keep();\n`;

const TSQL = (name: string) =>
  `CREATE TRIGGER ${name} ON comments AFTER INSERT AS BEGIN UPDATE p SET comments_count = p.comments_count + i.n FROM posts p JOIN (SELECT post_id, COUNT(*) AS n FROM inserted GROUP BY post_id) i ON i.post_id = p.id; END\nGO\n`;

export default defineRule({
  id: 'racy-aggregate',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'table',
  severity: 'warning',
  engines: TRIGGERED,
  summary:
    'Two writers at once leave a count or sum wrong: it is counted anew, read and written back, or kept twice.',
  gains: 'Counting anew repairs earlier mistakes, and is short to write.',
  costs:
    'Under READ COMMITTED an UPDATE that waited for another one sees the row as that one left it, but the child rows as they were before: what the other transaction inserted is not counted. A value that was read before and is written back loses what happened in between. A trigger and a program that both add count each row twice.',
  fineWhen:
    'Only one writer exists, transactions are serializable, or the parent is locked (FOR UPDATE) before the children are counted.',
  advice:
    'Let the update work from the row itself (`SET n = n + 1`), in one place; or lock the parent first.',
  sources: [
    {
      title: 'PostgreSQL: Read Committed, and what an updating command sees',
      url: 'https://www.postgresql.org/docs/current/transaction-iso.html#XACT-READ-COMMITTED',
    },
    {
      title: 'MySQL: locking reads, with a counter as their example',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-locking-reads.html',
    },
  ],
  bad: [
    { dialect: 'postgres', sql: TABLES + pg(RECOUNT), says: 'counts anew' },
    {
      dialect: 'postgres',
      sql: `${TABLES}${pg(UP)}CREATE FUNCTION add_comment(post integer) RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n  INSERT INTO comments (id, post_id) VALUES (1, post);\n  UPDATE posts SET comments_count = comments_count + 1 WHERE id = post;\nEND\n$$;`,
      says: 'twice',
    },
    {
      dialect: 'postgres',
      sql: `${TABLES}CREATE FUNCTION add_comment(post integer) RETURNS void LANGUAGE plpgsql AS $$\nDECLARE n integer;\nBEGIN\n  SELECT comments_count INTO n FROM posts WHERE id = post;\n  UPDATE posts SET comments_count = n + 1 WHERE id = post;\nEND\n$$;`,
      says: 'writes it back',
    },
    {
      dialect: 'mysql',
      sql: `${TABLES}DELIMITER //\nCREATE TRIGGER up AFTER INSERT ON comments FOR EACH ROW BEGIN ${UP} END//\nCREATE PROCEDURE add_comment(IN post int) BEGIN INSERT INTO comments (id, post_id) VALUES (1, post); UPDATE posts SET comments_count = comments_count + 1 WHERE id = post; END//\nDELIMITER ;`,
      says: 'twice',
    },
    {
      dialect: 'sqlite',
      sql: `${TABLES}CREATE TRIGGER up AFTER INSERT ON comments BEGIN ${UP} END;\nCREATE TRIGGER up_again AFTER INSERT ON comments BEGIN ${UP} END;`,
      says: 'twice',
    },
    { dialect: 'tsql', sql: `${TABLES}GO\n${TSQL('up')}${TSQL('up_again')}`, says: 'twice' },
  ],
  good: [
    { dialect: 'tsql', sql: `${TABLES}GO\n${TSQL('up')}` },
    { dialect: 'postgres', sql: TABLES + pg(UP) },
    {
      dialect: 'postgres',
      sql: TABLES + pg(`PERFORM 1 FROM posts WHERE id = NEW.post_id FOR UPDATE;\n  ${RECOUNT}`),
    },
    {
      dialect: 'mysql',
      sql: `${TABLES}DELIMITER //\nCREATE TRIGGER up AFTER INSERT ON comments FOR EACH ROW BEGIN ${UP} END//\nDELIMITER ;`,
    },
    { dialect: 'sqlite', sql: `${TABLES}CREATE TRIGGER up AFTER INSERT ON comments BEGIN ${RECOUNT} END;` },
  ],
  check(table, context) {
    for (const aggregate of aggregatesOf(table, context.catalog)) {
      const keeping = keepingOf(table, aggregate.column.name, [aggregate.child], context.workload);
      const writers = keeping.writers.filter(
        ({ from, shape }) => shape.verb === 'update' && (from === 'code' || from === 'routine'),
      );
      if (
        keptTwice(aggregate, keeping.pushes, writers, context) ||
        recounted(aggregate, keeping.pushes, context)
      )
        continue;
      writtenBack(aggregate, writers, context);
    }
  },
});

/** Increments by two triggers after one operation, or by a trigger and a program. */
function keptTwice(
  aggregate: Aggregate,
  pushes: readonly Keeper[],
  writers: readonly WorkloadQuery[],
  context: RuleContext,
): boolean {
  const { table, child, column } = aggregate;
  const adding = pushes.filter(({ value }) => adds(value, column.name));
  const first = adding[0];
  if (!first) return false;
  const twin = adding.find(keeper => keeper.trigger !== first.trigger && isTwin(keeper, first));
  const other =
    twin?.query ??
    writers.find(query => {
      const value = writtenValue(query, table, column.name, context.workload)?.value;
      return (
        adds(value, column.name) &&
        operator(value) === operator(first.value) &&
        touches(query, writersOf(child, context))
      );
    });
  if (!other) return false;
  context.report({
    origin:
      (twin?.trigger.function === first.trigger.function ? twin?.trigger.origins[0] : undefined) ??
      other.origin,
    message: `This adds to ${column.name} of ${display(table, context.catalog)}, and so does ${first.trigger.name} after each ${first.trigger.events.join(' and ')} in ${display(child, context.catalog)}: each row is counted twice. Leave it to one of them.`,
    related: [
      ...(first.trigger.origins[0]
        ? [{ origin: first.trigger.origins[0], message: 'The other writer.' }]
        : []),
      { origin: column.nameOrigin, message: 'What is kept twice.' },
    ],
  });
  return true;
}

/** Both add the same after the same operations, whatever the row. */
function isTwin(a: Keeper, b: Keeper): boolean {
  const [one, other] = [a.trigger, b.trigger];
  if (one.events.join() !== other.events.join() || one.columns.join() !== other.columns.join()) return false;
  if ([one, other].some(({ origins }) => origins[0] && /\bwhen\b/i.test(textOf(origins[0])))) return false;
  const called = one.function !== undefined && one.function === other.function;
  if (!called && a.body.operations.length + b.body.operations.length > 0) return false;
  return operator(a.value) !== undefined && operator(a.value) === operator(b.value);
}

/** Queries of programs and routines that insert or delete rows of the child. */
function writersOf(child: Table, { workload }: RuleContext): readonly WorkloadQuery[] {
  return workload
    .usesOf(child)
    .flatMap(use => (use.access === 'insert' || use.access === 'delete' ? [use.query] : []));
}

/** True where the same routine, or a query nearby in the same file of code, also writes the child. */
function touches(query: WorkloadQuery, others: readonly WorkloadQuery[]): boolean {
  return others.some(other =>
    query.from === 'routine'
      ? other.unit === query.unit && other.holder === query.holder
      : other.from === 'code' && other.unit.uri === query.unit.uri,
  );
}

/** Counted anew from the children, while another transaction's children cannot be seen yet. */
function recounted(aggregate: Aggregate, pushes: readonly Keeper[], context: RuleContext): boolean {
  const { table, child, column, kind } = aggregate;
  if (!isPostgresFamily(context.dialect)) return false;
  const keeper = pushes.find(({ value, query, body, trigger }) => {
    if (value?.kind !== 'subquery' || value.block === undefined || !query || trigger.level !== 'row')
      return false;
    const block = query.shape.blocks[value.block];
    const reads = block?.sources.some(
      source => context.workload.relationOf(query, source)?.key === child.key,
    );
    return reads === true && !locks(body.queries, table, context) && !LOCKING.test(textOf(body.origin));
  });
  if (!keeper?.query) return false;
  context.report({
    origin: keeper.query.origin,
    message: `This counts anew ${aggregateText(aggregate)} of ${display(child, context.catalog)} for ${column.name} of ${display(table, context.catalog)}: under READ COMMITTED, two transactions at once do not see each other's rows, and one is not counted. Add and take away, or lock the row of ${display(table, context.catalog)} first.`,
    related: [{ origin: column.nameOrigin, message: 'What becomes wrong.' }],
    fixes: () => {
      const value = keeper.value!;
      const alone = keeper.trigger.events.join() === 'insert' && kind === 'count';
      const name = sqlName(column.name, table.dialect);
      return alone
        ? [
            {
              title: 'Add one instead',
              edits: [replace({ unit: keeper.query!.unit, span: value.span }, `${name} + 1`)],
              safe: false,
            },
          ]
        : [];
    },
    tradeOff: () => aggregateTradeOff(aggregate, context),
  });
  return true;
}

/** A value that was read by a query before is written back as a variable or parameter. */
function writtenBack(aggregate: Aggregate, writers: readonly WorkloadQuery[], context: RuleContext): void {
  const { table, column } = aggregate;
  for (const query of writers) {
    const value = writtenValue(query, table, column.name, context.workload)?.value;
    if (!value || !isCarried(value, column.name)) continue;
    const read = context.workload
      .usesOf(table)
      .find(
        use =>
          use.access === 'read' &&
          use.query !== query &&
          use.query.unit.uri === query.unit.uri &&
          use.query.from === query.from &&
          (query.from !== 'routine' ||
            (use.query.unit === query.unit && use.query.holder === query.holder)) &&
          use.block.select.some(
            item => item.value.column !== undefined && same(item.value.column.name, column.name),
          ) &&
          use.block.sources.length === 1,
      );
    if (!read || read.block.locks) continue;
    context.report({
      origin: query.origin,
      message: `${column.name} of ${display(table, context.catalog)} is read first, and this writes it back: what another writer added in between is lost. Let the row add to itself (SET ${column.name} = ${column.name} + ...), or read it FOR UPDATE.`,
      related: [
        { origin: read.query.origin, message: 'Read here, without a lock.' },
        { origin: column.nameOrigin, message: 'What loses an update.' },
      ],
    });
    return;
  }
}

/** A variable, a parameter, or arithmetic on one, in which the column itself does not stand. */
function isCarried(value: Value, column: string): boolean {
  if (value.kind === 'parameter') return true;
  if (value.kind === 'column') return !same(value.column?.name ?? '', column);
  if (value.kind !== 'arithmetic') return false;
  const args = value.args ?? [];
  return (
    args.every(arg => !names(arg, column)) &&
    args.some(arg => arg.kind === 'column' || arg.kind === 'parameter')
  );
}

function names(value: Value, column: string): boolean {
  return same(value.column?.name ?? '', column) || (value.args?.some(arg => names(arg, column)) ?? false);
}

function adds(value: Value | undefined, column: string): boolean {
  return value?.kind === 'arithmetic' && names(value, column);
}

/** Locks that are no part of a query's shape. */
const LOCKING = /\bpg_(?:try_)?advisory_(?:xact_)?lock|\block\s+table\b/i;

function operator(value: Value | undefined): string | undefined {
  return value?.kind === 'arithmetic' ? value.name : undefined;
}

function locks(queries: readonly WorkloadQuery[], table: Table, { workload }: RuleContext): boolean {
  return queries.some(query =>
    query.shape.blocks.some(
      block =>
        block.locks && block.sources.some(source => workload.relationOf(query, source)?.key === table.key),
    ),
  );
}
