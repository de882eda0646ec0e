-- Changes that the analytics cluster follows. A published table needs a key: without one the first UPDATE fails.
CREATE TABLE account_events (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id   bigint NOT NULL REFERENCES accounts (id),
    kind         text NOT NULL,
    payload      jsonb NOT NULL,
    happened_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX account_events_account_idx ON account_events (account_id);

-- faultline-disable-next-line sequences-not-published: the analytics cluster never takes over
CREATE PUBLICATION analytics FOR TABLE accounts, account_events, sessions;
