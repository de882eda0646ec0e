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
    price       float,
    similar_ids text
);

-- "Who is interested in X", "items with attribute Y".
CREATE INDEX users_interests_idx ON users (interests);
CREATE INDEX items_attributes_idx ON items (attributes);

-- One row per user, item and place where it was shown. The place is unknown for old rows.
CREATE TABLE interactions (
    id         serial PRIMARY KEY,
    user_id    bigint NOT NULL,
    item_id    integer NOT NULL REFERENCES items (id),
    placement  text,
    score      real NOT NULL DEFAULT 1,
    seen_at    timestamp NOT NULL DEFAULT now(),
    UNIQUE (user_id, item_id, placement)
);

-- The model's answer, computed every night.
CREATE TABLE recommendations (
    user_id      bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    rank         smallint NOT NULL,
    item_id      bigint NOT NULL REFERENCES items (id),
    item_title   text NOT NULL,
    computed_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX recommendations_user_idx ON recommendations (user_id);
CREATE INDEX recommendations_user_rank_idx ON recommendations (user_id, rank);
