CREATE TABLE page_views
(
    viewed_at DateTime,
    url String,
    visitor UInt64,
    revenue Float64
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(viewed_at)
ORDER BY (url, viewed_at);

CREATE TABLE sessions
(
    session_id UUID,
    tenant UInt32,
    country String,
    referrer Nullable(String),
    campaign Nullable(String),
    started_at String
)
ENGINE = MergeTree
ORDER BY (session_id, tenant, started_at);

-- The last state of a basket replaces those before it.
CREATE TABLE baskets
(
    basket_id UInt64,
    tenant UInt32,
    amount Decimal(12, 2),
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (tenant, basket_id);

CREATE VIEW basket_value AS
SELECT tenant, sum(amount) AS amount FROM baskets GROUP BY tenant;

CREATE TABLE downloads
(
    tenant UInt32,
    file UInt64,
    visitor UInt64,
    loaded_at DateTime,
    bytes UInt64
)
ENGINE = MergeTree
ORDER BY (tenant, file, loaded_at);

SELECT sum(bytes) FROM downloads WHERE visitor = {visitor:UInt64};
