-- What browsers send, straight from the topic.
CREATE TABLE clicks_queue (
  at   DateTime,
  url  String
) ENGINE = Kafka('kafka:9092', 'clicks', 'clickhouse', 'JSONEachRow');
