import { formatRate } from '../../workload/figures.js';
import { type Copy, copiesOf, narrowed } from '../lib/denorm/copies.js';
import { copyTradeOff, copyWeight } from '../lib/denorm/copy-weight.js';
import { isDocumented } from '../lib/denorm/documented.js';
import { keepingOf } from '../lib/denorm/keepers.js';
import { isKept } from '../lib/denorm/kept.js';
import { TRIGGERED } from '../lib/denorm/triggered.js';
import { display, listed } from '../lib/naming.js';
import { defineRule, type RuleContext } from '../rule.js';

const TABLES = (writes: string) =>
  `-- faultline: writes=${writes}\nCREATE TABLE vehicles (id integer NOT NULL PRIMARY KEY, street varchar(100));\nCREATE TABLE deliveries (id integer NOT NULL PRIMARY KEY, vehicle_id integer NOT NULL, vehicle_street varchar(100), FOREIGN KEY (vehicle_id) REFERENCES vehicles (id));\n`;
const UPDATE = 'UPDATE deliveries SET vehicle_street = NEW.street WHERE vehicle_id = NEW.id;';
const PUSH = `CREATE FUNCTION push() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  ${UPDATE}\n  RETURN NULL;\nEND\n$$;\nCREATE TRIGGER push AFTER UPDATE ON vehicles FOR EACH ROW EXECUTE FUNCTION push();`;
const MY = `DELIMITER //\nCREATE TRIGGER push AFTER UPDATE ON vehicles FOR EACH ROW BEGIN ${UPDATE} END//\nDELIMITER ;`;
const LITE = `CREATE TRIGGER push AFTER UPDATE ON vehicles BEGIN ${UPDATE} END;`;

const TSQL =
  'GO\nCREATE TRIGGER push ON vehicles AFTER UPDATE AS BEGIN UPDATE d SET vehicle_street = i.street FROM deliveries d JOIN inserted i ON i.id = d.vehicle_id; END\nGO\n';

export default defineRule({
  id: 'copy-of-volatile-source',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: TRIGGERED,
  summary: 'A column repeats one of a table that changes often, or that everybody has to see alike at once.',
  gains: 'Reads save a join.',
  costs:
    'A source that changes often makes every copy old as often, or every writer slow. Where all readers have to see the same at once, a copy that a program or a job passes on later breaks that for as long as it is under way.',
  fineWhen:
    'The column copied is one that stays, though its table changes; or the copy is a snapshot: note it beside the column.',
  advice:
    'Read the value from its source; copy what stays. Where the copy has to be, update it in the same transaction, by a trigger.',
  sources: [
    {
      title: 'Sybase: what denormalization costs writers',
      url: 'https://infocenter-archive.sybase.com/help/topic/com.sybase.dc33621_33620_33619_1250/html/ptallbk/ptallbk197.htm',
    },
  ],
  options: {
    writesPerSecond: {
      type: 'number',
      default: 100,
      description: 'Writes to the source per second from which on it changes often.',
    },
  },
  bad: [
    { dialect: 'postgres', sql: TABLES('2k/s') + PUSH, says: '2,000/s' },
    { dialect: 'mysql', sql: TABLES('2k/s') + MY },
    { dialect: 'sqlite', sql: TABLES('2k/s') + LITE },
    { dialect: 'tsql', sql: TABLES('2k/s') + TSQL },
  ],
  good: [
    { dialect: 'postgres', sql: TABLES('1/h') + PUSH },
    { dialect: 'mysql', sql: TABLES('1/h') + MY },
    { dialect: 'sqlite', sql: TABLES('1/h') + LITE },
    { dialect: 'tsql', sql: TABLES('1/h') + TSQL },
  ],
  check(table, context) {
    const most = Number(context.options.writesPerSecond);
    for (const found of copiesOf(table, context.catalog)) {
      const { parent } = found;
      const facts = context.workload.factsOf(parent);
      const writes = facts.writesPerSecond?.value;
      const strong = facts.consistency?.value === 'strong';
      const volatile = writes !== undefined && writes >= most;
      // A copy that nothing keeps costs writers nothing: what it costs readers is another rule's matter.
      if (!strong && !volatile) continue;
      // With both sides known, the figures are weighed against each other elsewhere.
      const { saved, updated } = copyWeight(found, context);
      if (!strong && saved !== undefined && updated !== undefined) continue;
      const copy = narrowed(
        found,
        ({ column }) =>
          !isDocumented(table, column) &&
          (strong ? isKeptLater(found, column.name, context) : isKept(found, column.name, context)),
      );
      if (!copy) continue;
      const from = display(parent, context.catalog);
      const many = copy.pairs.length > 1;
      const copies = `${listed(copy.pairs.map(({ column }) => column.name))} of ${display(table, context.catalog)} ${many ? 'seem' : 'seems'} to repeat ${listed(copy.pairs.map(({ source }) => `${from}.${source.name}`))}`;
      context.report({
        origin: copy.pairs[0]!.column.nameOrigin,
        ...(strong ? { severity: 'warning' as const } : {}),
        message: strong
          ? `${copies}, which has to be strongly consistent, and a program passes changes on later: readers see two answers meanwhile. Read it from its source, or update the copy in the same transaction.`
          : `${copies}, and ${from} is written ${formatRate(writes!)}: each write there may have to rewrite its copies. Read it from its source, or copy only what stays.`,
        related: copy.pairs.map(({ source }) => ({
          origin: source.nameOrigin,
          message: 'The source of the copy.',
        })),
        tradeOff: () => copyTradeOff(copy, context),
      });
    }
  },
});

/** Kept, but by programs alone, whose transactions we do not see. */
function isKeptLater({ table, parent }: Copy, column: string, { workload }: RuleContext): boolean {
  const keeping = keepingOf(table, column, [parent], workload);
  return (
    !keeping.unknown && keeping.pushes.length === 0 && keeping.writers.some(({ from }) => from === 'code')
  );
}
