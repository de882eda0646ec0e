CREATE OR REPLACE TABLE raw.invoices (
  invoice_id number AUTOINCREMENT,
  customer_id number NOT NULL,
  amount float,
  issued_at timestamp_ntz
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
  invoiced_on date NOT NULL,
  customer_key number NOT NULL REFERENCES mart.dim_customer (customer_key),
  plan_key number NOT NULL REFERENCES mart.dim_plan (plan_key),
  amount number(14, 2) NOT NULL
);
