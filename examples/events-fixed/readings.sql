CREATE EXTENSION IF NOT EXISTS timescaledb;

CREATE TABLE devices (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    serial_no   text NOT NULL UNIQUE,
    site        text NOT NULL,
    tariff      numeric(8, 4) NOT NULL,
    installed   timestamptz
);

-- Ten thousand devices, two readings a second each.
-- A reading is known by its device and time; a key of a hypertable holds its time.
-- faultline: writes=20k/s
CREATE TABLE readings (
    measured_at  timestamptz NOT NULL,
    device_id    bigint NOT NULL REFERENCES devices (id),
    temperature  double precision,
    humidity     double precision,
    PRIMARY KEY (device_id, measured_at)
);
SELECT create_hypertable('readings', 'measured_at', chunk_time_interval => INTERVAL '1 hour');

-- Rows older than a month are dropped; the hourly figures stay for years, for they are made before.
ALTER TABLE readings SET (timescaledb.compress, timescaledb.compress_segmentby = 'device_id',
    timescaledb.compress_orderby = 'measured_at DESC');
CALL add_columnstore_policy('readings', after => INTERVAL '2 days');
SELECT add_retention_policy('readings', INTERVAL '30 days');

CREATE MATERIALIZED VIEW readings_hourly WITH (timescaledb.continuous) AS
SELECT time_bucket('1 hour', measured_at) AS hour, device_id, avg(temperature) AS temperature
FROM readings
GROUP BY 1, 2;
SELECT add_continuous_aggregate_policy('readings_hourly',
    start_offset => INTERVAL '7 days', end_offset => INTERVAL '1 hour', schedule_interval => INTERVAL '1 hour');

CREATE MATERIALIZED VIEW readings_daily WITH (timescaledb.continuous) AS
SELECT time_bucket('1 day', measured_at) AS day, device_id, max(temperature) AS temperature
FROM readings
GROUP BY 1, 2;
SELECT add_continuous_aggregate_policy('readings_daily',
    start_offset => INTERVAL '7 days', end_offset => INTERVAL '1 day', schedule_interval => INTERVAL '1 day');

-- What the alarm engine fired.
CREATE TABLE alarms (
    device_id  bigint NOT NULL REFERENCES devices (id),
    raised_at  timestamptz NOT NULL,
    kind       text NOT NULL,
    PRIMARY KEY (device_id, raised_at, kind)
);
