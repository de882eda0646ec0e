-- What shops send. Orders come at most a few seconds late.
CREATE TABLE orders (
  order_id  STRING,
  shop      STRING,
  currency  STRING,
  cents     BIGINT,
  placed    TIMESTAMP(3),
  WATERMARK FOR placed AS placed - INTERVAL '5' SECOND
) WITH ('connector' = 'kafka', 'topic' = 'orders', 'format' = 'json');

CREATE TABLE payments (
  order_id  STRING,
  cents     BIGINT,
  paid      TIMESTAMP(3),
  WATERMARK FOR paid AS paid - INTERVAL '5' SECOND
) WITH ('connector' = 'kafka', 'topic' = 'payments', 'format' = 'json');

CREATE TABLE rates (
  currency  STRING,
  rate      DOUBLE,
  since     TIMESTAMP(3),
  WATERMARK FOR since AS since,
  PRIMARY KEY (currency) NOT ENFORCED
) WITH ('connector' = 'upsert-kafka', 'topic' = 'rates', 'key.format' = 'json', 'value.format' = 'json');

CREATE TABLE shop_totals (
  shop   STRING,
  cents  BIGINT,
  PRIMARY KEY (shop) NOT ENFORCED
) WITH ('connector' = 'upsert-kafka', 'topic' = 'shop-totals', 'key.format' = 'json', 'value.format' = 'json');

CREATE TABLE order_totals (
  order_id  STRING,
  cents     BIGINT
) WITH (
  'connector' = 'kafka', 'topic' = 'order-totals', 'format' = 'json',
  'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'order-totals'
);

-- faultline: freshness=1m
CREATE TABLE minute_totals (
  shop   STRING,
  cents  BIGINT
) WITH (
  'connector' = 'kafka', 'topic' = 'minute-totals', 'format' = 'json',
  'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'minute-totals'
);

INSERT INTO order_totals
SELECT order_id, SUM(cents) FROM TABLE(TUMBLE(TABLE payments, DESCRIPTOR(paid), INTERVAL '1' HOUR))
GROUP BY order_id, window_start, window_end;

INSERT INTO minute_totals
SELECT shop, SUM(cents) FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(placed), INTERVAL '30' SECONDS))
GROUP BY shop, window_start, window_end;

SELECT shop, COUNT(*) FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(placed), INTERVAL '1' HOUR))
GROUP BY shop, window_start, window_end;

SELECT o.order_id, p.cents FROM orders o JOIN payments p
ON o.order_id = p.order_id AND p.paid BETWEEN o.placed AND o.placed + INTERVAL '1' DAY;

SELECT o.order_id, o.cents * r.rate FROM orders o
LEFT JOIN rates FOR SYSTEM_TIME AS OF o.placed AS r ON o.currency = r.currency;
