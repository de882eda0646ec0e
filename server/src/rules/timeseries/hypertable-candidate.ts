import type { Catalog, Column, Table } from '../../schema/model.js';
import { DAY, formatBytes, formatCount, formatDuration } from '../../workload/figures.js';
import { type Ingest, ingest, sizeOf } from '../lib/capacity/ingest.js';
import { display, wordsOf } from '../lib/naming.js';
import { holdsTime } from '../lib/partition-keys.js';
import { isDistributed, isHypertable } from '../lib/spread.js';
import { isOwnTable } from '../lib/tables.js';
import { defineRule, type RuleContext, type TradeOff } from '../rule.js';

export default defineRule({
  id: 'hypertable-candidate',
  subject: 'timeseries',
  since: '0.2.0',
  on: 'catalog',
  severity: 'hint',
  engines: ['postgres'],
  summary: 'A table that grows with time is no hypertable, though Timescale is there.',
  gains: 'A plain table may be referenced and keyed as one likes, and needs no policy.',
  costs:
    'Its indexes grow with all of its history, old rows go by DELETE and leave bloat behind, and nothing is compressed.',
  fineWhen:
    'It stays small, its rows are updated long after they are made, or others reference them by an id.',
  advice:
    "`SELECT create_hypertable('t', by_range('at'))` while it is still small. Unique keys have to hold the time.",
  sources: [
    {
      title: 'Timescale: understand chunks',
      url: 'https://tigerdata.com/docs/learn/chunks/understanding-chunks',
    },
    {
      title: 'Timescale: guide for finding candidates',
      url: 'https://github.com/timescale/pg-aiguide/blob/main/skills/find-hypertable-candidates/SKILL.md',
    },
  ],
  options: {
    growthPerDay: {
      description: 'Rows a day from which a table with a time is a candidate whatever its name is.',
      default: 1_000_000,
      type: 'number',
    },
  },
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE EXTENSION timescaledb;\nCREATE TABLE sensor_readings (at timestamptz NOT NULL, sensor_id int NOT NULL, value float8);',
      says: 'seems',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE sensor_readings (at timestamptz NOT NULL, sensor_id int NOT NULL, value float8);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE EXTENSION timescaledb;\nCREATE TABLE sensors (id int PRIMARY KEY, installed_at timestamptz NOT NULL);',
    },
    {
      dialect: 'postgres',
      sql: "CREATE EXTENSION timescaledb;\nCREATE TABLE sensor_readings (at timestamptz NOT NULL, sensor_id int NOT NULL, value float8);\nSELECT create_hypertable('sensor_readings', 'at');",
    },
  ],
  check(catalog, context) {
    if (!hasTimescale(catalog)) return;
    for (const table of catalog.allTables()) {
      if (!isOwnTable(table) || table.partitioning || table.inherits.length > 0) continue;
      const time = timeOf(table);
      if (!time || isHypertable(table) || isDistributed(table)) continue;
      const facts = context.workload.factsOf(table);
      const known = ingest(facts);
      const grows = known !== undefined && known.rowsPerDay >= Number(context.options.growthPerDay);
      if (!grows && (known !== undefined || !seemsASeries(table))) continue;
      if (catalog.referencing(table.key).length > 0) continue;
      const uses = context.workload.usesOf(table);
      if (uses.some(use => use.access === 'update')) continue;
      const name = display(table, catalog);
      context.report({
        origin: table.nameOrigin,
        severity: grows ? 'info' : 'hint',
        message: grows
          ? `${name} grows by ${formatCount(known.rowsPerDay)} rows a day (${known.from}) and is no hypertable: its indexes grow with all of its history. Make it one by ${time.name} while it is small.`
          : `${name} seems to be a series of measurements or events by ${time.name}, and Timescale is there, but it is no hypertable. Make it one while it is small.`,
        ...(grows && { tradeOff: () => weigh(table, known, context) }),
      });
    }
  },
});

function hasTimescale(catalog: Catalog): boolean {
  for (const extension of catalog.allExtensions()) if (extension.name === 'timescaledb') return true;
  return false;
}

const TIMES = new WeakMap<Table, Column | null>();

/** The one time that is never null; undefined where there is none or several. */
function timeOf(table: Table): Column | undefined {
  let time = TIMES.get(table);
  if (time === undefined) {
    const times = table.columns.filter(column => holdsTime(column) && !column.nullable);
    TIMES.set(table, (time = (times.length === 1 ? times[0] : undefined) ?? null));
  }
  return time ?? undefined;
}

function seemsASeries(table: Table): boolean {
  const words = wordsOf(table.name);
  return SERIES.has(words[words.length - 1] ?? '');
}

const SERIES = new Set([
  ...['readings', 'measurements', 'metrics', 'samples', 'telemetry', 'datapoints', 'ticks', 'observations'],
  ...['reading', 'measurement', 'metric', 'sample', 'datapoint', 'tick', 'observation'],
]);

function weigh(table: Table, known: Ingest, context: RuleContext): TradeOff {
  const year = sizeOf(table, known.rowsPerDay * 365, context);
  const week = sizeOf(table, known.rowsPerDay * 7, context);
  return {
    gains: ['One table, which others may reference, with any unique key.'],
    costs: year
      ? [
          `After a year ${formatBytes(year.table)} of rows and ${formatBytes(year.indexes)} of indexes, all of them written to.`,
        ]
      : [],
    ...(week && {
      breakEven: `Chunks of ${formatDuration(7 * DAY)} would hold ${formatBytes(week.table)} of rows and ${formatBytes(week.indexes)} of indexes each.`,
    }),
    advice: ['Put the time into each unique key first, then call create_hypertable.'],
    numbers: [{ label: 'rows a day', value: formatCount(known.rowsPerDay), from: known.from }],
  };
}
