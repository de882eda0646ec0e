CREATE TABLE shop_days (
    shop   text NOT NULL,
    day    date NOT NULL,
    cents  bigint NOT NULL,
    PRIMARY KEY (shop, day)
);

-- faultline: freshness=5m
CREATE MATERIALIZED VIEW shop_sums AS SELECT shop, sum(cents) AS cents FROM shop_days GROUP BY shop;
CREATE UNIQUE INDEX shop_sums_shop_idx ON shop_sums (shop);

SELECT cron.schedule('shop sums', '*/5 * * * *', 'REFRESH MATERIALIZED VIEW CONCURRENTLY shop_sums');
