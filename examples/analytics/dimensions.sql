CREATE SCHEMA IF NOT EXISTS mart;

CREATE TABLE mart.dim_date (
    date_key    integer PRIMARY KEY,          -- 20240131
    full_date   date NOT NULL UNIQUE,
    year        smallint NOT NULL,
    month       smallint NOT NULL,
    is_holiday  boolean NOT NULL DEFAULT false
);

-- Slowly changing: one row per version of a customer.
CREATE TABLE mart.dim_customer (
    customer_key  serial PRIMARY KEY,
    customer_id   bigint NOT NULL,
    segment       char(20),
    city          text,
    valid_from    timestamp NOT NULL,
    valid_to      timestamp
);
CREATE INDEX dim_customer_id_idx ON mart.dim_customer (customer_id);
CREATE INDEX dim_customer_version_idx ON mart.dim_customer (customer_id, valid_from);

CREATE TABLE mart.dim_category (
    category_key  integer PRIMARY KEY,
    category      text NOT NULL
);

CREATE TABLE mart.dim_product (
    product_key  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sku          text NOT NULL,
    brand        text,
    category_key integer NOT NULL REFERENCES mart.dim_category (category_key),
    list_price   double precision
);

CREATE TABLE mart.dim_store (
    store_code        text NOT NULL UNIQUE,
    name              text NOT NULL,
    region            text NOT NULL,
    lifetime_revenue  numeric(14, 2)
);

-- Versions of an employee; the latest is marked.
CREATE TABLE mart.dim_employee (
    employee_key  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employee_no   text NOT NULL,
    team          text,
    is_current    boolean NOT NULL
);

-- The business year begins in April.
CREATE TABLE mart.dim_fiscal_day (
    day             timestamptz PRIMARY KEY,
    fiscal_year     smallint NOT NULL,
    fiscal_quarter  smallint NOT NULL,
    fiscal_week     smallint NOT NULL
);

CREATE TABLE mart.dim_promotion (
    promotion_key  integer PRIMARY KEY,
    promotion_code text NOT NULL,
    title          text
);

CREATE TABLE mart.dim_supplier (
    supplier_key  integer PRIMARY KEY,
    supplier_code text NOT NULL,
    name          text
);
CREATE TABLE mart.bridge_product_supplier (
    product_key   bigint NOT NULL REFERENCES mart.dim_product (product_key),
    supplier_key  integer NOT NULL REFERENCES mart.dim_supplier (supplier_key),
    PRIMARY KEY (product_key, supplier_key)
);
CREATE INDEX bridge_product_supplier_idx ON mart.bridge_product_supplier (supplier_key);

CREATE TABLE mart.dim_interest (
    interest_key  integer PRIMARY KEY,
    interest_code text NOT NULL,
    label         text
);
CREATE TABLE mart.bridge_customer_interest (
    customer_key  integer NOT NULL REFERENCES mart.dim_customer (customer_key),
    interest_key  integer NOT NULL REFERENCES mart.dim_interest (interest_key),
    PRIMARY KEY (customer_key, interest_key)
);
CREATE INDEX bridge_customer_interest_idx ON mart.bridge_customer_interest (interest_key);
