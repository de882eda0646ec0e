import type { Table } from '../../schema/model.js';
import { aggregateTriggers, type Operation } from '../lib/denorm/aggregate-triggers.js';
import { type Aggregate, aggregatesOf, aggregateText } from '../lib/denorm/aggregates.js';
import { type Copy, copiesOf } from '../lib/denorm/copies.js';
import { isDocumented } from '../lib/denorm/documented.js';
import { type Keeper, keepingOf, same } from '../lib/denorm/keepers.js';
import { lastUnit } from '../lib/denorm/place.js';
import { TRIGGERED } from '../lib/denorm/triggered.js';
import { replaceIn, statementAfter } from '../lib/edits.js';
import { display, listed, sqlName } from '../lib/naming.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

const TABLES =
  'CREATE TABLE posts (id integer NOT NULL PRIMARY KEY, comments_count integer NOT NULL DEFAULT 0);\nCREATE TABLE comments (id integer NOT NULL PRIMARY KEY, post_id integer NOT NULL, FOREIGN KEY (post_id) REFERENCES posts (id));\n';
const UP = 'UPDATE posts SET comments_count = comments_count + 1 WHERE id = NEW.post_id;';
const DOWN = 'UPDATE posts SET comments_count = comments_count - 1 WHERE id = OLD.post_id;';
const PG = (name: string, statement: string, events: string) =>
  `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  ${statement}\n  RETURN NULL;\nEND\n$$;\nCREATE TRIGGER ${name} AFTER ${events} ON comments FOR EACH ROW EXECUTE FUNCTION ${name}();\n`;
const MY = (name: string, statement: string, event: string) =>
  `CREATE TRIGGER ${name} AFTER ${event} ON comments FOR EACH ROW BEGIN ${statement} END//\n`;
const LITE = (name: string, statement: string, event: string) =>
  `CREATE TRIGGER ${name} AFTER ${event} ON comments FOR EACH ROW BEGIN ${statement} END;\n`;

const TSQL = (name: string, event: string, rows: string, sign: string) =>
  `CREATE TRIGGER ${name} ON comments AFTER ${event} AS BEGIN UPDATE p SET comments_count = p.comments_count ${sign} i.n FROM posts p JOIN (SELECT post_id, COUNT(*) AS n FROM ${rows} GROUP BY post_id) i ON i.post_id = p.id; END\nGO\n`;

export default defineRule({
  id: 'sync-trigger-misses-operation',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'table',
  severity: 'warning',
  engines: TRIGGERED,
  summary:
    'A trigger that keeps a copy or a count true does not fire after one of the operations that change it.',
  gains: 'Fewer triggers fire; operations that never happen need none.',
  costs:
    'A count that only grows is wrong after the first delete; a copy that is set on insert alone is wrong after its row is moved to another parent. Nothing tells.',
  fineWhen: 'The operation is forbidden (rows are never deleted, the reference never changes).',
  advice: 'Cover insert, delete and the change of the reference; for a sum, the change of the value too.',
  sources: [
    {
      title: 'PostgreSQL: a trigger that maintains a summary table',
      url: 'https://www.postgresql.org/docs/current/plpgsql-trigger.html#PLPGSQL-TRIGGER-SUMMARY-EXAMPLE',
    },
    { title: 'MySQL: triggers', url: 'https://dev.mysql.com/doc/refman/8.4/en/trigger-syntax.html' },
    { title: 'SQLite: triggers', url: 'https://www.sqlite.org/lang_createtrigger.html' },
  ],
  bad: [
    { dialect: 'postgres', sql: TABLES + PG('count_up', UP, 'INSERT'), says: 'delete' },
    { dialect: 'mysql', sql: `${TABLES}DELIMITER //\n${MY('up', UP, 'INSERT')}DELIMITER ;`, says: 'delete' },
    { dialect: 'sqlite', sql: TABLES + LITE('up', UP, 'INSERT'), says: 'delete' },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE teams (id bigint PRIMARY KEY, name text);\nCREATE TABLE players (id bigint PRIMARY KEY, team_id bigint NOT NULL REFERENCES teams, team_name text);\nCREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  NEW.team_name := (SELECT name FROM teams WHERE id = NEW.team_id);\n  RETURN NEW;\nEND\n$$;\nCREATE TRIGGER fill BEFORE INSERT ON players FOR EACH ROW EXECUTE FUNCTION fill();\nCREATE FUNCTION push() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  UPDATE players SET team_name = NEW.name WHERE team_id = NEW.id;\n  RETURN NULL;\nEND\n$$;\nCREATE TRIGGER push AFTER UPDATE OF name ON teams FOR EACH ROW EXECUTE FUNCTION push();',
      says: 'team_id changes',
    },
    { dialect: 'tsql', sql: `${TABLES}GO\n${TSQL('up', 'INSERT', 'inserted', '+')}`, says: 'delete' },
  ],
  good: [
    {
      dialect: 'tsql',
      sql: `${TABLES}GO\n${TSQL('up', 'INSERT, UPDATE', 'inserted', '+')}${TSQL('down', 'DELETE, UPDATE', 'deleted', '-')}`,
    },
    {
      dialect: 'postgres',
      sql:
        TABLES +
        PG('count_up', UP, 'INSERT OR UPDATE OF post_id') +
        PG('count_down', DOWN, 'DELETE OR UPDATE OF post_id'),
    },
    {
      dialect: 'mysql',
      sql: `${TABLES}DELIMITER //\n${MY('up', UP, 'INSERT')}${MY('down', DOWN, 'DELETE')}${MY('leave', DOWN, 'UPDATE')}${MY('arrive', UP, 'UPDATE')}DELIMITER ;`,
    },
    {
      dialect: 'sqlite',
      sql:
        TABLES +
        LITE('up', UP, 'INSERT') +
        LITE('down', DOWN, 'DELETE') +
        LITE('move', `${DOWN} ${UP}`, 'UPDATE OF post_id'),
    },
  ],
  check(table, context) {
    for (const copy of copiesOf(table, context.catalog)) checkCopy(copy, context);
    for (const aggregate of aggregatesOf(table, context.catalog)) checkAggregate(aggregate, context);
  },
});

function checkCopy(copy: Copy, context: RuleContext): void {
  const { table, parent, reference } = copy;
  if (table.triggers.length === 0 || parent.triggers.length === 0) return;
  for (const { column } of copy.pairs) {
    const { fills, pushes, unknown } = keepingOf(table, column.name, [parent], context.workload);
    // Without the other direction the copy is a snapshot, or another rule's matter.
    if (unknown || fills.length === 0 || pushes.length === 0 || isDocumented(table, column)) continue;
    const moved = fills.some(
      ({ trigger }) =>
        trigger.events.includes('update') && reference.columns.every(name => fires(trigger.columns, name)),
    );
    if (moved) continue;
    const { trigger, body } = fills[0]!;
    const key = reference.columns.join(', ');
    context.report({
      origin: trigger.origins[0] ?? column.nameOrigin,
      severity: 'info',
      message: `${trigger.name} sets ${column.name} of ${display(table, context.catalog)} when a row is inserted, but not when ${key} changes: a row that is moved keeps the value of its former ${display(parent, context.catalog)} row. Fire it on updates of ${key} too.`,
      related: [{ origin: column.nameOrigin, message: 'The copy.' }],
      fixes: () => {
        const origin = trigger.origins[0];
        if (
          !origin ||
          body.operations.length > 0 ||
          trigger.events.includes('update') ||
          context.dialect !== 'postgres'
        )
          return [];
        const watched = reference.columns.map(name => sqlName(name, table.dialect)).join(', ');
        const edit = replaceIn(origin, /\binsert\b/i, `INSERT OR UPDATE OF ${watched}`);
        return edit ? [{ title: `Fire on updates of ${key} too`, edits: [edit], safe: false }] : [];
      },
    });
    return;
  }
}

function checkAggregate(aggregate: Aggregate, context: RuleContext): void {
  const { table, child, column, reference, kind, source } = aggregate;
  if (child.triggers.length === 0 || kind === 'last' || isDocumented(table, column)) return;
  const { pushes, fills, unknown, writers } = keepingOf(table, column.name, [child], context.workload);
  if (unknown || fills.length > 0 || pushes.length === 0) return;
  if (writers.some(({ from, shape }) => shape.verb === 'update' && from !== 'statement')) return;
  const watched = [...reference.columns, ...(source ? [source.name] : [])];
  const missing = (['insert', 'delete', 'update'] as const).filter(
    operation => !pushes.some(keeper => covers(keeper, operation, watched)),
  );
  // References seldom change: missing nothing but that is a hint.
  if (missing.length === 0) return;
  const only = missing.length === 1 && missing[0] === 'update' && !source;
  const { trigger } = pushes[0]!;
  const what = missing.map(operation =>
    operation === 'update' ? `update of ${watched.join(' or ')}` : operation,
  );
  context.report({
    origin: trigger.origins[0] ?? column.nameOrigin,
    ...(only ? { severity: 'hint' as const } : {}),
    message: `${trigger.name} keeps ${column.name} of ${display(table, context.catalog)} (${aggregateText(aggregate)} of ${display(child, context.catalog)}), but nothing does after ${listed(what)}: from then on it is wrong. Cover ${missing.length > 1 ? 'these operations' : 'this operation'} too.`,
    related: [{ origin: column.nameOrigin, message: 'What becomes wrong.' }],
    fixes: () => fixes(aggregate, pushes, missing, table, context),
  });
}

function covers({ trigger }: Keeper, operation: Operation, watched: readonly string[]): boolean {
  if (!trigger.events.includes(operation)) return false;
  return operation !== 'update' || watched.every(name => fires(trigger.columns, name));
}

function fires(columns: readonly string[], name: string): boolean {
  return columns.length === 0 || columns.some(column => same(column, name));
}

/** Triggers for what is missing, beside those that add and take away; a recount would do it otherwise. */
function fixes(
  aggregate: Aggregate,
  pushes: readonly Keeper[],
  missing: readonly Operation[],
  table: Table,
  context: RuleContext,
): Fix[] {
  if (pushes.some(({ value }) => value?.kind !== 'arithmetic')) return [];
  const sql = aggregateTriggers(aggregate, context.catalog, missing);
  const place = lastUnit(
    aggregate.child.origins[0],
    table.origins[0],
    ...aggregate.child.triggers.map(trigger => trigger.origins[0]),
  );
  const edit = sql && place && statementAfter(place, sql);
  return edit
    ? [{ title: `Cover ${listed([...missing])} too, and count anew`, edits: [edit], safe: false }]
    : [];
}
