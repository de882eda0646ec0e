import { appended, type Kind, name, open, replaced, tableName } from '../site.js';

/** Defects of partitioning, retention and time series. */
export const PARTITIONS: readonly Kind[] = [
  {
    id: 'shift a partition bound',
    dialects: ['postgres'],
    inject(site) {
      const places = [...site.catalog.allTables()].flatMap(table => {
        const bound = table.partitionOf?.bound;
        const origin = table.partitionOf?.origin;
        if (bound?.kind !== 'range' || !origin) return [];
        const date = /'(\d{4})-(\d\d)-(\d\d)[^']*'\s*\)\s*$/.exec(
          origin.unit.piece.text.slice(0, bound.span.end),
        );
        return date ? [{ table, unit: origin.unit, at: date.index + 1, date: date[0].slice(1, 11) }] : [];
      });
      const place = site.random.pick(places);
      if (!place) return undefined;
      const [year, month, day] = place.date.split('-');
      const later = `${year}-${month}-${String(Math.min(27, Number(day) + 3)).padStart(2, '0')}`;
      const start = place.unit.piece.start + place.at;
      const files = replaced(site, place.unit.uri, start, start + 10, later);
      return {
        files,
        expect: ['partition-overlap', 'partition-gap'],
        names: [],
        what: `${place.table.name}: ${place.date} -> ${later}`,
      };
    },
  },
  {
    id: 'leave a gap between partitions',
    dialects: ['postgres'],
    inject: site =>
      made(
        site,
        `CREATE TABLE zz_readings (device bigint NOT NULL, at date NOT NULL, value numeric, PRIMARY KEY (device, at)) PARTITION BY RANGE (at);
CREATE TABLE zz_readings_a PARTITION OF zz_readings FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE TABLE zz_readings_b PARTITION OF zz_readings FOR VALUES FROM ('2024-02-03') TO ('2024-03-01');`,
        ['partition-gap'],
        'zz_readings',
      ),
  },
  {
    id: 'unique key without the partition key',
    dialects: ['postgres'],
    inject: site =>
      made(
        site,
        'CREATE TABLE zz_parts (id bigint PRIMARY KEY, at date NOT NULL) PARTITION BY RANGE (at);',
        ['partition-key-not-in-unique'],
        'zz_parts',
      ),
  },
  {
    id: 'hash partition that is missing',
    dialects: ['postgres'],
    inject: site =>
      made(
        site,
        `CREATE TABLE zz_hashed (id bigint PRIMARY KEY) PARTITION BY HASH (id);
CREATE TABLE zz_hashed_0 PARTITION OF zz_hashed FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE zz_hashed_1 PARTITION OF zz_hashed FOR VALUES WITH (MODULUS 3, REMAINDER 1);`,
        ['partition-gap', 'hash-modulus-hole', 'hash-modulus-mismatch'],
        'zz_hashed',
      ),
  },
  {
    id: 'partition of a plain table',
    dialects: ['postgres'],
    inject(site) {
      const table = site.random.pick(open(site).filter(each => !each.partitioning));
      if (!table) return undefined;
      const sql = `CREATE TABLE zz_piece PARTITION OF ${tableName(site, table)} FOR VALUES FROM (1) TO (2);`;
      return {
        files: appended(site, table, sql),
        expect: ['partition-of-unpartitioned'],
        names: [table.name],
        what: sql,
      };
    },
  },
  {
    id: 'partition by what changes',
    dialects: ['postgres'],
    inject: site =>
      made(
        site,
        `CREATE TABLE zz_jobs (id bigint NOT NULL, updated_at timestamptz NOT NULL, PRIMARY KEY (id, updated_at)) PARTITION BY RANGE (updated_at);
CREATE TABLE zz_jobs_default PARTITION OF zz_jobs DEFAULT;`,
        ['mutable-partition-key'],
        'updated_at',
      ),
  },
  {
    id: 'queries that no partition can be left out of',
    dialects: ['postgres'],
    inject: site =>
      made(
        site,
        `-- faultline: rows=100M
CREATE TABLE zz_events (id bigint NOT NULL, account bigint NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE zz_events_default PARTITION OF zz_events DEFAULT;
CREATE INDEX ON zz_events (account);
SELECT * FROM zz_events WHERE account = 7;
SELECT count(*) FROM zz_events WHERE account = 9;`,
        ['partition-key-not-in-queries'],
        'zz_events',
      ),
  },
  {
    id: 'wrap the partition key',
    dialects: ['postgres'],
    inject: site =>
      made(
        site,
        `CREATE TABLE zz_clicks (id bigint NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE zz_clicks_default PARTITION OF zz_clicks DEFAULT;
SELECT count(*) FROM zz_clicks WHERE date_trunc('day', at) = '2024-05-01';`,
        ['partition-key-wrapped', 'partition-key-not-in-queries'],
        'zz_clicks',
      ),
  },
  {
    id: 'retention by DELETE',
    dialects: ['postgres', 'mysql'],
    inject(site) {
      const places = open(site).flatMap(table =>
        table.columns
          .filter(
            column =>
              /^(timestamp|datetime|date)/i.test(column.type?.text ?? '') &&
              /creat|time|date|at$/i.test(column.name),
          )
          .map(column => ({ table, column })),
      );
      const place = site.random.pick(places);
      if (!place) return undefined;
      const ago = site.dialect === 'mysql' ? 'now() - INTERVAL 90 DAY' : "now() - interval '90 days'";
      const sql = `-- faultline: ${place.table.name} rows=200M growth=2M/day retention=90d\nDELETE FROM ${tableName(site, place.table)} WHERE ${name(site, place.column.name)} < ${ago};`;
      return {
        files: appended(site, place.table, sql),
        expect: ['retention-by-delete', 'partition-candidate'],
        names: [place.table.name],
        what: sql,
      };
    },
  },
  {
    id: 'inheritance instead of partitions',
    dialects: ['postgres'],
    inject: site =>
      made(
        site,
        `CREATE TABLE zz_log (id bigint PRIMARY KEY, at date NOT NULL);
CREATE TABLE zz_log_2024_01 (CHECK (at >= '2024-01-01' AND at < '2024-02-01')) INHERITS (zz_log);
CREATE TABLE zz_log_2024_02 (CHECK (at >= '2024-02-01' AND at < '2024-03-01')) INHERITS (zz_log);`,
        ['inheritance-partitioning'],
        'zz_log',
      ),
  },
  {
    id: 'hypertable by a time without its zone',
    dialects: ['postgres'],
    inject: site =>
      made(
        site,
        `CREATE TABLE zz_metrics (at timestamp NOT NULL, device varchar(20) NOT NULL, value double precision);
SELECT create_hypertable('zz_metrics', 'at');`,
        ['timestamp-without-time-zone', 'hypertable-bad-column-type'],
        'zz_metrics',
      ),
  },
];

function made(site: Parameters<Kind['inject']>[0], sql: string, expect: readonly string[], says: string) {
  const table = site.random.pick(open(site));
  return table && { files: appended(site, table, sql), expect, names: [says], what: sql };
}
