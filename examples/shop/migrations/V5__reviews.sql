-- The list of orders shows who ordered, without looking customers up.
ALTER TABLE orders ADD COLUMN customer_full_name text;

-- Up to three pictures of a product.
ALTER TABLE products
    ADD COLUMN picture1 text,
    ADD COLUMN picture2 text,
    ADD COLUMN picture3 text,
    ADD COLUMN reviews_count integer NOT NULL DEFAULT 0;

-- faultline: rows=5M
CREATE TABLE reviews (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id   bigint NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    customer_id  integer NOT NULL REFERENCES customers (id),
    stars        smallint NOT NULL CHECK (stars BETWEEN 1 AND 5),
    written_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX reviews_product_idx ON reviews (product_id);
CREATE INDEX reviews_customer_idx ON reviews (customer_id);

-- Counts what is written, but not what is taken back.
CREATE FUNCTION count_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE products SET reviews_count = reviews_count + 1 WHERE id = NEW.product_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER reviews_count AFTER INSERT ON reviews
    FOR EACH ROW EXECUTE FUNCTION count_review();

-- Refreshed every ten minutes, while people look at it.
CREATE MATERIALIZED VIEW product_stars AS
SELECT product_id, avg(stars) AS stars FROM reviews GROUP BY product_id;

CREATE FUNCTION refresh_stars() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    REFRESH MATERIALIZED VIEW product_stars;
END
$$;
