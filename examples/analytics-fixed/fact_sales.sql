-- One row per line of a receipt. About forty million a month, so it is cut by month. A unique constraint of a
-- partitioned table holds the partition key, so a receipt is unique per day: its number starts with the date.
-- Customers who did not say who they are point at the row "unknown".
CREATE TABLE mart.fact_sales (
    receipt_no    text NOT NULL,
    line_no       smallint NOT NULL,
    sold_on       date NOT NULL,
    customer_key  bigint NOT NULL REFERENCES mart.dim_customer (customer_key),
    product_key   bigint NOT NULL REFERENCES mart.dim_product (product_key),
    store_code    text NOT NULL REFERENCES mart.dim_store (store_code),
    quantity      integer NOT NULL,
    amount        numeric(14, 2) NOT NULL,
    PRIMARY KEY (sold_on, receipt_no, line_no)
) PARTITION BY RANGE (sold_on);

CREATE TABLE mart.fact_sales_2024_01 PARTITION OF mart.fact_sales
    FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE TABLE mart.fact_sales_2024_02 PARTITION OF mart.fact_sales
    FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');
CREATE TABLE mart.fact_sales_2024_03 PARTITION OF mart.fact_sales
    FOR VALUES FROM ('2024-03-01') TO ('2024-04-01');
CREATE TABLE mart.fact_sales_2024_q2 PARTITION OF mart.fact_sales
    FOR VALUES FROM ('2024-04-01') TO ('2024-07-01');
-- Late and early rows land here and are moved by hand; it should be empty.
CREATE TABLE mart.fact_sales_rest PARTITION OF mart.fact_sales DEFAULT;

CREATE INDEX fact_sales_customer_idx ON mart.fact_sales (customer_key);
CREATE INDEX fact_sales_product_idx ON mart.fact_sales (product_key);
CREATE INDEX fact_sales_store_idx ON mart.fact_sales (store_code);
