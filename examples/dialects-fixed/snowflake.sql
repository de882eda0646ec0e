CREATE OR REPLACE TABLE raw.invoices (
  invoice_id number AUTOINCREMENT PRIMARY KEY,
  customer_id number NOT NULL,
  amount number(18, 2),
  issued_at timestamp_ltz
);

CREATE TABLE mart.dim_date (
  date_key number PRIMARY KEY,
  full_date date NOT NULL,
  year number NOT NULL,
  quarter number NOT NULL,
  month number NOT NULL
);
CREATE TABLE mart.dim_customer (
  customer_key number PRIMARY KEY,
  customer_id varchar NOT NULL,
  name varchar
);
CREATE TABLE mart.dim_plan (
  plan_key number PRIMARY KEY,
  plan_code varchar NOT NULL,
  title varchar
);
CREATE TABLE mart.fact_revenue (
  invoice_no varchar PRIMARY KEY,
  invoiced_on_key number NOT NULL REFERENCES mart.dim_date (date_key),
  customer_key number NOT NULL REFERENCES mart.dim_customer (customer_key),
  plan_key number NOT NULL REFERENCES mart.dim_plan (plan_key),
  amount number(14, 2) NOT NULL
);
