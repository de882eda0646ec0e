-- What browsers send, straight from the topic, and where it is kept.
CREATE TABLE clicks_queue (
  at   DateTime,
  url  String
) ENGINE = Kafka('kafka:9092', 'clicks', 'clickhouse', 'JSONEachRow');

CREATE TABLE clicks (
  at   DateTime,
  url  String
) ENGINE = MergeTree ORDER BY (url, at);

CREATE MATERIALIZED VIEW clicks_kept TO clicks AS SELECT at, url FROM clicks_queue;
