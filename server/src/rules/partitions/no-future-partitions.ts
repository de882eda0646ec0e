import type { Catalog, Table } from '../../schema/model.js';
import { display } from '../lib/naming.js';
import { spacingOf, unitText } from '../lib/partition-spacing.js';
import { hasDefault, partitionsOf } from '../lib/partitions.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'no-future-partitions',
  subject: 'partitions',
  since: '0.2.0',
  on: 'catalog',
  severity: 'info',
  engines: ['postgres', 'yugabyte', 'mysql', 'mariadb'],
  summary:
    'The last partition by time ended before a later migration was written, and nothing makes new ones.',
  gains: 'Nobody keeps partitions that are not needed.',
  costs: 'From the end of the last partition on, every INSERT of a current row fails.',
  fineWhen: 'A job outside of these files makes partitions, or the table takes no rows any more.',
  advice:
    'Make partitions ahead of time in a job (pg_partman, pg_cron, MySQL events), and add a default partition that catches what it missed.',
  sources: [
    {
      title: 'PostgreSQL: partition maintenance',
      url: 'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE',
    },
    {
      title: 'MySQL: management of RANGE partitions',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/partitioning-management-range-list.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/20240110120000_events.sql':
          "CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');\nCREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');",
        'migrations/20240615120000_source.sql': 'ALTER TABLE events ADD COLUMN source text;',
      },
      says: '2024-06-15',
    },
    {
      dialect: 'mysql',
      sql: '',
      files: {
        'migrations/20240110120000_events.sql':
          "CREATE TABLE events (id bigint NOT NULL, made date NOT NULL) PARTITION BY RANGE COLUMNS (made) (PARTITION a VALUES LESS THAN ('2024-02-01'), PARTITION b VALUES LESS THAN ('2024-03-01'));",
        'migrations/20240615120000_source.sql': 'ALTER TABLE events ADD COLUMN source text;',
      },
      says: '2024-03-01',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/20240110120000_events.sql':
          "CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');\nCREATE TABLE events_d PARTITION OF events DEFAULT;",
        'migrations/20240615120000_source.sql': 'ALTER TABLE events ADD COLUMN source text;',
      },
    },
    {
      dialect: 'mysql',
      sql: '',
      files: {
        'migrations/20240110120000_events.sql':
          "CREATE TABLE events (id bigint NOT NULL, made date NOT NULL) PARTITION BY RANGE COLUMNS (made) (PARTITION a VALUES LESS THAN ('2025-02-01'), PARTITION b VALUES LESS THAN ('2025-03-01'));",
        'migrations/20240615120000_source.sql': 'ALTER TABLE events ADD COLUMN source text;',
      },
    },
  ],
  check(catalog, context) {
    let makes: boolean | undefined;
    for (const table of catalog.allTables()) {
      if (table.partitioning?.strategy !== 'range' || table.partitionOf) continue;
      const newest = newestFile(table);
      if (newest === undefined) continue;
      const spacing = spacingOf(table, catalog);
      const end = spacing?.end;
      if (!spacing || end === undefined || newest.millis < end) continue;
      if (hasDefault(partitionsOf(table, catalog)) || table.extensionCalls.length > 0) continue;
      if ((makes ??= makesPartitions(catalog))) return;
      context.report({
        origin: table.partitioning.origins[0] ?? table.nameOrigin,
        message: `The last partition of ${display(table, catalog)} ends at ${dateText(end)}, and a migration of ${dateText(newest.millis)} still works on the table: rows of that time have no partition. Make partitions of ${unitText(spacing.usual)} ahead of time, and a default one.`,
        related: [{ origin: newest.origin, message: 'Later than the last partition.' }],
      });
    }
  },
});

/** The newest file, by the date in its name, that changes the table. */
function newestFile(table: Table): { millis: number; origin: Table['origins'][number] } | undefined {
  let newest: { millis: number; origin: Table['origins'][number] } | undefined;
  for (const origin of table.origins.slice(1)) {
    const millis = dateIn(origin.unit.uri);
    if (millis !== undefined && (!newest || millis > newest.millis)) newest = { millis, origin };
  }
  return newest;
}

/** `20240615120000_name.sql`, `V2024.06.15__name.sql`, `2024-06-15-name.sql`. */
function dateIn(uri: string): number | undefined {
  const match = DATE.exec(uri.slice(uri.lastIndexOf('/') + 1));
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? Date.UTC(year, month - 1, day) : undefined;
}

function makesPartitions(catalog: Catalog): boolean {
  for (const routine of catalog.allRoutines()) if (MAKES.test(routine.body?.text ?? '')) return true;
  return false;
}

function dateText(millis: number): string {
  return new Date(millis).toISOString().slice(0, 10);
}

const DATE = /^[VU]?(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)/i;
const MAKES =
  /partition\s+of\b|add\s+partition|attach\s+partition|reorganize\s+partition|create_parent|run_maintenance/i;
