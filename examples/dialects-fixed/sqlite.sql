CREATE TABLE notebooks (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL
);

CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  notebook_id INTEGER REFERENCES notebooks (id),
  body TEXT
);
CREATE INDEX notes_notebook ON notes (notebook_id);

CREATE TABLE attachments (
  note_id INTEGER NOT NULL REFERENCES notes (id),
  path TEXT NOT NULL,
  PRIMARY KEY (note_id, path)
);

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
