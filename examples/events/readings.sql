CREATE EXTENSION IF NOT EXISTS timescaledb;

CREATE TABLE devices (
    id          serial PRIMARY KEY,
    serial_no   text NOT NULL UNIQUE,
    site        char(12) NOT NULL,
    tariff      real NOT NULL,
    installed   timestamp
);

-- Ten thousand devices, two readings a second each.
-- faultline: writes=20k/s
CREATE TABLE readings (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    measured_at  timestamptz NOT NULL,
    device_id    integer NOT NULL REFERENCES devices (id),
    temperature  double precision,
    humidity     double precision
);
SELECT create_hypertable('readings', 'measured_at', chunk_time_interval => INTERVAL '7 days');

CREATE INDEX readings_device_time_idx ON readings (device_id, measured_at DESC);
CREATE INDEX readings_device_idx ON readings (device_id);

-- Rows older than a month are dropped; the hourly figures are to stay for years.
ALTER TABLE readings SET (timescaledb.compress, timescaledb.compress_segmentby = 'id');
SELECT add_retention_policy('readings', INTERVAL '30 days');

CREATE MATERIALIZED VIEW readings_hourly WITH (timescaledb.continuous) AS
SELECT time_bucket('1 hour', measured_at) AS hour, device_id, avg(temperature) AS temperature
FROM readings
GROUP BY 1, 2;
SELECT add_continuous_aggregate_policy('readings_hourly',
    start_offset => INTERVAL '90 days', end_offset => INTERVAL '1 hour', schedule_interval => INTERVAL '1 hour');

CREATE MATERIALIZED VIEW readings_daily WITH (timescaledb.continuous) AS
SELECT time_bucket('1 day', measured_at) AS day, device_id, max(temperature) AS temperature
FROM readings
GROUP BY 1, 2;

-- What the alarm engine fired.
CREATE TABLE alarms (
    device_id  integer REFERENCES devices (id),
    raised_at  timestamp NOT NULL,
    kind       text NOT NULL
);
