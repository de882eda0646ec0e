-- Returned goods, one row per line of a return note, by year.
CREATE TABLE mart.fact_returns (
    return_no    text NOT NULL,
    line_no      smallint NOT NULL,
    returned_on  date NOT NULL,
    product_key  bigint NOT NULL REFERENCES mart.dim_product (product_key),
    return_reason_key  integer NOT NULL REFERENCES mart.dim_return_reason (return_reason_key),
    amount       numeric(14, 2) NOT NULL,
    PRIMARY KEY (return_no, line_no, returned_on)
) PARTITION BY RANGE (returned_on);
CREATE INDEX fact_returns_returned_idx ON mart.fact_returns (returned_on);
CREATE INDEX fact_returns_reason_idx ON mart.fact_returns (return_reason_key);
CREATE INDEX fact_returns_product_idx ON mart.fact_returns (product_key);

CREATE TABLE mart.fact_returns_2024 PARTITION OF mart.fact_returns
    FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE mart.fact_returns_rest PARTITION OF mart.fact_returns DEFAULT;
