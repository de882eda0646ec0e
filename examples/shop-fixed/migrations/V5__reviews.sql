-- A customer who marries still finds the old orders: the name stays as it was printed.
ALTER TABLE orders
    -- DENORMALIZED: the name on the delivery note, as it was when the order was placed
    ADD COLUMN customer_full_name text;

-- As many pictures of a product as there are.
CREATE TABLE product_pictures (
    product_id  bigint NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    position    smallint NOT NULL,
    url         text NOT NULL,
    PRIMARY KEY (product_id, position)
);

ALTER TABLE products ADD COLUMN reviews_count integer NOT NULL DEFAULT 0;

-- faultline: rows=5M
CREATE TABLE reviews (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id   bigint NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    customer_id  bigint NOT NULL REFERENCES customers (id),
    stars        smallint NOT NULL CHECK (stars BETWEEN 1 AND 5),
    written_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX reviews_product_idx ON reviews (product_id);
CREATE INDEX reviews_customer_idx ON reviews (customer_id);

-- Each review that comes, goes or moves adds or takes away one.
CREATE FUNCTION count_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE products SET reviews_count = reviews_count - 1 WHERE id = OLD.product_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE products SET reviews_count = reviews_count + 1 WHERE id = NEW.product_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER reviews_count AFTER INSERT OR DELETE OR UPDATE OF product_id ON reviews
    FOR EACH ROW EXECUTE FUNCTION count_review();

-- Refreshed every ten minutes, while people look at it.
CREATE MATERIALIZED VIEW product_stars AS
SELECT product_id, avg(stars) AS stars FROM reviews GROUP BY product_id;
CREATE UNIQUE INDEX product_stars_product_key ON product_stars (product_id);

CREATE FUNCTION refresh_stars() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    REFRESH MATERIALIZED VIEW CONCURRENTLY product_stars;
END
$$;
