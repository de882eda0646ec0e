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
    customer_key  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id   bigint NOT NULL,
    segment       text,
    city          text,
    valid_from    timestamptz NOT NULL,
    valid_to      timestamptz
);
CREATE UNIQUE INDEX dim_customer_version_idx ON mart.dim_customer (customer_id, valid_from);

CREATE TABLE mart.dim_product (
    product_key  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sku          text NOT NULL,
    brand        text,
    category     text NOT NULL,
    list_price   numeric(12, 2)
);

CREATE TABLE mart.dim_store (
    store_code  text PRIMARY KEY,
    name        text NOT NULL,
    region      text NOT NULL
);

-- Versions of an employee; the latest has no end.
CREATE TABLE mart.dim_employee (
    employee_key  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employee_no   text NOT NULL,
    team          text,
    valid_from    date NOT NULL,
    valid_to      date
);
CREATE UNIQUE INDEX dim_employee_version_idx ON mart.dim_employee (employee_no, valid_from);

-- The business year begins in April.
CREATE TABLE mart.dim_fiscal_day (
    day             date PRIMARY KEY,
    fiscal_year     smallint NOT NULL,
    fiscal_quarter  smallint NOT NULL,
    fiscal_week     smallint NOT NULL
);

CREATE TABLE mart.dim_promotion (
    promotion_key  integer PRIMARY KEY,
    promotion_code text NOT NULL UNIQUE,
    title          text
);

-- Why and how goods come back, in every combination that occurs.
CREATE TABLE mart.dim_return_reason (
    return_reason_key  integer PRIMARY KEY,
    channel            text NOT NULL,
    reason             text NOT NULL,
    UNIQUE (channel, reason)
);
