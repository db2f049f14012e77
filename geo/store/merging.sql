-- What each report tells, and what makes tellings into events; all ours alone.
-- A telling that is an event of its own has no row here: its row is the event's.
CREATE TABLE tellings (
  id TEXT PRIMARY KEY NOT NULL,
  report_id TEXT NOT NULL REFERENCES reports (id),
  event_id TEXT NOT NULL,
  row TEXT) WITHOUT ROWID;
CREATE INDEX tellings_by_report ON tellings (report_id);
CREATE INDEX tellings_by_event ON tellings (event_id);
-- Days are ordinals, both included; 0 for a block in which days do not count.
CREATE TABLE telling_blocks (
  key INTEGER NOT NULL,
  first_day INTEGER NOT NULL,
  telling_id TEXT NOT NULL,
  last_day INTEGER NOT NULL,
  PRIMARY KEY (key, first_day, telling_id)) WITHOUT ROWID;
CREATE INDEX telling_blocks_by_telling ON telling_blocks (telling_id);
CREATE TABLE telling_links (
  one TEXT NOT NULL,
  other TEXT NOT NULL CHECK (one < other),
  verdict TEXT NOT NULL,
  score REAL NOT NULL,
  reasons TEXT NOT NULL,
  PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE INDEX telling_links_by_other ON telling_links (other);
CREATE TABLE merge_decisions (
  one TEXT NOT NULL,
  other TEXT NOT NULL CHECK (one < other),
  decision TEXT NOT NULL CHECK (decision IN ('merge', 'split')),
  at DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE INDEX merge_decisions_by_other ON merge_decisions (other);
CREATE TABLE report_sketches (
  report_id TEXT PRIMARY KEY NOT NULL REFERENCES reports (id),
  sketch BLOB NOT NULL) WITHOUT ROWID;
CREATE TRIGGER tellings_removed AFTER DELETE ON tellings BEGIN
  DELETE FROM telling_blocks WHERE telling_id = OLD.id;
  DELETE FROM telling_links WHERE one = OLD.id;
  DELETE FROM telling_links WHERE other = OLD.id; END;

-- What another program renames or removes.
CREATE TRIGGER events_renamed AFTER UPDATE ON events WHEN OLD.id IS NOT NEW.id BEGIN
  UPDATE tellings SET event_id = NEW.id WHERE event_id = OLD.id;
  INSERT INTO change_log (event_id, change) VALUES (OLD.id, 'remove'), (NEW.id, 'add'); END;
CREATE TRIGGER events_removed AFTER DELETE ON events BEGIN
  DELETE FROM tellings WHERE event_id = OLD.id;
  INSERT INTO change_log (event_id, change) VALUES (OLD.id, 'remove'); END;
