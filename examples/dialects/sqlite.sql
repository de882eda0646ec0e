CREATE TABLE notebooks (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL
);

CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  notebook_id INTEGER REFERENCES notebook (id),
  body TEXT
);
CREATE INDEX notes_notebook ON notes (notebook_id);
CREATE INDEX notes_by_notebook ON notes (notebook_id);

CREATE TABLE attachments (
  note_id INTEGER NOT NULL REFERENCES notes (id),
  path TEXT NOT NULL
);

-- How people write, for the yearly report.
CREATE TABLE links (
  id INTEGER PRIMARY KEY,
  note_id INTEGER NOT NULL REFERENCES notes (id),
  target TEXT NOT NULL
);
CREATE INDEX links_note ON links (note_id);

CREATE TABLE reminders (
  id INTEGER PRIMARY KEY,
  note_id INTEGER NOT NULL REFERENCES notes (id),
  due TEXT NOT NULL
);
CREATE INDEX reminders_note ON reminders (note_id);

CREATE TABLE dim_topic (
  topic_key INTEGER PRIMARY KEY,
  topic_code TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL
);
CREATE TABLE fact_edits (
  edit_no TEXT NOT NULL PRIMARY KEY,
  topic_key INTEGER NOT NULL REFERENCES dim_topic (topic_key),
  edited_on TEXT NOT NULL,
  words INTEGER NOT NULL
);
CREATE INDEX fact_edits_topic ON fact_edits (topic_key);
