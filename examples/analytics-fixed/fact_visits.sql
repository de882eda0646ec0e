-- One row per visit of the web shop.
CREATE TABLE mart.fact_visits (
    visit_no      text PRIMARY KEY,
    date_key      integer NOT NULL REFERENCES mart.dim_date (date_key),
    customer_key  bigint NOT NULL REFERENCES mart.dim_customer (customer_key),
    pages         integer NOT NULL
);
CREATE INDEX fact_visits_date_idx ON mart.fact_visits (date_key);
CREATE INDEX fact_visits_customer_idx ON mart.fact_visits (customer_key);

-- A visit may come from several promotions; the weights of one visit add up to 1.
CREATE TABLE mart.bridge_visit_promotion (
    visit_no       text NOT NULL REFERENCES mart.fact_visits (visit_no),
    promotion_key  integer NOT NULL REFERENCES mart.dim_promotion (promotion_key),
    weight         numeric(4, 3) NOT NULL,
    PRIMARY KEY (visit_no, promotion_key)
);
CREATE INDEX bridge_visit_promotion_idx ON mart.bridge_visit_promotion (promotion_key);

CREATE TABLE mart.fact_web_orders (
    order_no      text PRIMARY KEY,
    ordered_on    date NOT NULL,
    customer_key  bigint NOT NULL REFERENCES mart.dim_customer (customer_key),
    product_key   bigint NOT NULL REFERENCES mart.dim_product (product_key),
    amount        numeric(14, 2) NOT NULL
);
CREATE INDEX fact_web_orders_customer_idx ON mart.fact_web_orders (customer_key);
CREATE INDEX fact_web_orders_product_idx ON mart.fact_web_orders (product_key);

-- What is on the shelves at the end of each day.
CREATE TABLE mart.fact_stock_snapshot (
    date_key          integer NOT NULL REFERENCES mart.dim_date (date_key),
    product_key       bigint NOT NULL REFERENCES mart.dim_product (product_key),
    quantity_on_hand  integer NOT NULL,
    PRIMARY KEY (product_key, date_key)
);
CREATE INDEX fact_stock_date_idx ON mart.fact_stock_snapshot (date_key);
