-- One row per visit of the web shop.
CREATE TABLE mart.fact_visits (
    visit_no        text PRIMARY KEY,
    date_key        integer NOT NULL REFERENCES mart.dim_date (date_key),
    customer_id     bigint NOT NULL,
    promotion_keys  integer[],
    pages           integer NOT NULL
);
CREATE INDEX fact_visits_date_idx ON mart.fact_visits (date_key);

CREATE TABLE mart.fact_web_orders (
    order_no       text PRIMARY KEY,
    ordered_on     date NOT NULL,
    customer_name  text NOT NULL,
    product_name   text NOT NULL,
    amount         numeric(14, 2) NOT NULL
);

-- What is on the shelves at the end of each day.
CREATE TABLE mart.fact_stock_snapshot (
    date_key          integer NOT NULL REFERENCES mart.dim_date (date_key),
    product_key       bigint NOT NULL REFERENCES mart.dim_product (product_key),
    quantity_on_hand  integer NOT NULL,
    PRIMARY KEY (product_key, date_key)
);
CREATE INDEX fact_stock_date_idx ON mart.fact_stock_snapshot (date_key);
