CREATE TABLE users (
    id        bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    handle    text NOT NULL UNIQUE,
    interests text[] NOT NULL DEFAULT '{}'
);

CREATE TABLE items (
    id          bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    title       text NOT NULL,
    attributes  jsonb NOT NULL DEFAULT '{}',
    embedding   real[],
    price       numeric(12, 2)
);

-- What the model holds for alike, best first.
CREATE TABLE similar_items (
    item_id     bigint NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    rank        smallint NOT NULL,
    similar_id  bigint NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    PRIMARY KEY (item_id, rank)
);
CREATE INDEX similar_items_similar_idx ON similar_items (similar_id);

-- "Who is interested in X", "items with attribute Y": both ask what is contained, which is GIN's work.
CREATE INDEX users_interests_idx ON users USING gin (interests);
CREATE INDEX items_attributes_idx ON items USING gin (attributes);

-- One row per user, item and place where it was shown. The place is unknown for old rows, and unknown is one place.
CREATE TABLE interactions (
    id         bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    user_id    bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    item_id    bigint NOT NULL REFERENCES items (id),
    placement  text,
    score      real NOT NULL DEFAULT 1,
    seen_at    timestamptz NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (user_id, item_id, placement)
);
CREATE INDEX interactions_item_idx ON interactions (item_id);

-- The model's answer, computed every night.
CREATE TABLE recommendations (
    user_id      bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    rank         smallint NOT NULL,
    item_id      bigint NOT NULL REFERENCES items (id),
    -- DENORMALIZED: read 20,000 times a second; the nightly run writes title and rank together
    item_title   text NOT NULL,
    computed_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, rank)
);
CREATE INDEX recommendations_item_idx ON recommendations (item_id);
