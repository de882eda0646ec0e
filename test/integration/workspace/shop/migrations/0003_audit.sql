-- What lies where, for the accountants.
CREATE TABLE stock_lines (
  account_id bigint NOT NULL,
  note text
);
