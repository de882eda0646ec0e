import { formatCount, formatRate } from '../../workload/figures.js';
import { copiesOf } from '../lib/denorm/copies.js';
import { copyTradeOff, copyWeight } from '../lib/denorm/copy-weight.js';
import { isKept } from '../lib/denorm/kept.js';
import { MYSQL_LIKE, POSTGRES_LIKE } from '../lib/engines.js';
import { display, listed } from '../lib/naming.js';
import { defineRule } from '../rule.js';

const TABLES = (reads: string, writes: string) =>
  `-- faultline: rows=1M writes=${writes}/s\nCREATE TABLE sensors (id integer NOT NULL PRIMARY KEY, label varchar(100));\n-- faultline: rows=50M reads=${reads}/s\nCREATE TABLE readings (id integer NOT NULL PRIMARY KEY, sensor_id integer NOT NULL, sensor_label varchar(100), FOREIGN KEY (sensor_id) REFERENCES sensors (id));\n`;
const PUSH =
  'CREATE FUNCTION push() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  UPDATE readings SET sensor_label = NEW.label WHERE sensor_id = NEW.id;\n  RETURN NULL;\nEND\n$$;\nCREATE TRIGGER push AFTER UPDATE ON sensors FOR EACH ROW EXECUTE FUNCTION push();\n';
const MY =
  'DELIMITER //\nCREATE TRIGGER push AFTER UPDATE ON sensors FOR EACH ROW BEGIN UPDATE readings SET sensor_label = NEW.label WHERE sensor_id = NEW.id; END//\nDELIMITER ;\n';

export default defineRule({
  id: 'denormalization-not-worth-it',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: [...POSTGRES_LIKE, ...MYSQL_LIKE],
  summary: 'By the figures given, keeping a copy true costs more writes than it saves joins.',
  gains: 'Each read of the table saves one look-up in the table of the source.',
  costs:
    'Each write to the source writes all its copies: rows there times rows here for each of them. In engines that keep versions, each is a new version of a whole row, with its index entries.',
  fineWhen:
    'Writes to the source seldom touch the copied column (the figures count all its writes), or reads have to be as short as can be at any cost.',
  advice:
    'Drop the copy and join; an index on the reference serves the join. Or copy into a materialized view that is refreshed at intervals.',
  sources: [
    {
      title: 'Sybase: weigh what a denormalized column costs each writer',
      url: 'https://infocenter-archive.sybase.com/help/topic/com.sybase.dc33621_33620_33619_1250/html/ptallbk/ptallbk197.htm',
    },
    {
      title: 'PostgreSQL: an update writes a new version of the row',
      url: 'https://www.postgresql.org/docs/current/storage-hot.html',
    },
  ],
  bad: [
    { dialect: 'postgres', sql: TABLES('2k', '500') + PUSH, says: '25,000/s' },
    { dialect: 'mysql', sql: TABLES('2k', '500') + MY, says: '25,000/s' },
  ],
  good: [
    { dialect: 'postgres', sql: TABLES('90k', '500') + PUSH },
    { dialect: 'mysql', sql: TABLES('90k', '500') + MY },
  ],
  check(table, context) {
    for (const copy of copiesOf(table, context.catalog)) {
      const { saved, updated, fanOut } = copyWeight(copy, context);
      if (saved === undefined || updated === undefined || fanOut === undefined || updated <= saved) continue;
      if (!copy.pairs.every(({ column }) => isKept(copy, column.name, context))) continue;
      const from = display(copy.parent, context.catalog);
      const name = display(table, context.catalog);
      const many = copy.pairs.length > 1;
      context.report({
        origin: copy.pairs[0]!.column.nameOrigin,
        ...(updated > 10 * saved ? { severity: 'warning' as const } : {}),
        message: `Keeping ${listed(copy.pairs.map(({ column }) => column.name))} of ${name} true may write ${formatRate(updated)} copies (${from} has ${formatCount(fanOut)} rows of ${name} for each of its own) to save ${formatRate(saved)} look-ups. A join costs less; drop the ${many ? 'copies' : 'copy'}, or refresh ${many ? 'them' : 'it'} at intervals.`,
        related: copy.pairs.map(({ source }) => ({
          origin: source.nameOrigin,
          message: 'The source of the copy.',
        })),
        tradeOff: () => copyTradeOff(copy, context),
      });
    }
  },
});
