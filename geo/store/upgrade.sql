-- From schema 1, in which every event was of one report, to schema 2; `merging.sql` runs before it.
ALTER TABLE events ADD COLUMN publisher_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN related TEXT NOT NULL DEFAULT '[]'
  CHECK (json_valid(related) AND related LIKE '[%');
INSERT INTO gpkg_data_columns (table_name, column_name, mime_type)
  VALUES ('events', 'related', 'application/json');
INSERT INTO tellings SELECT event_id, report_id, event_id, NULL FROM event_reports
  JOIN events ON events.id = event_id;
DROP TABLE event_reports;
UPDATE events SET publisher_count = report_count, reports = json_set(reports,
    '$[0].telling_id', id, '$[0].modality', modality, '$[0].why', json('[]'),
    '$[0].same_text_as', NULL)
  WHERE id IN (SELECT id FROM tellings);
UPDATE store_info SET value = '2' WHERE name = 'schema_version';
