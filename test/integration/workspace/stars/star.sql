-- dialect: postgres
CREATE TABLE dim_date (
  date_key integer PRIMARY KEY,
  full_date date NOT NULL UNIQUE,
  month_name text NOT NULL
);

CREATE TABLE dim_store (
  store_key integer PRIMARY KEY,
  store_name text NOT NULL,
  city text NOT NULL
);

CREATE TABLE fact_sales (
  date_key integer NOT NULL REFERENCES dim_date (date_key),
  store_key integer NOT NULL REFERENCES dim_store (store_key),
  quantity integer NOT NULL,
  amount numeric(12, 2) NOT NULL,
  PRIMARY KEY (date_key, store_key)
) PARTITION BY RANGE (date_key);

CREATE TABLE fact_sales_2025 PARTITION OF fact_sales FOR VALUES FROM (20250101) TO (20260101);
CREATE TABLE fact_sales_2026 PARTITION OF fact_sales FOR VALUES FROM (20260101) TO (20270101);
