-- The tables of a store: a valid GeoPackage 1.3 that GDAL and QGIS open as it is.
-- Source: OGC 12-128r18 (GeoPackage 1.3.1), Annex C.
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
  mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
  min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));

INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', NULL),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326,
   'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
   'longitude, latitude in degrees; the same points as OGC:CRS84');
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
  ('events', 'features', 'events', 'what reports say happened, where and when', 4326),
  ('regions', 'features', 'regions', 'footprints of the regions events are placed in', 4326),
  ('reports', 'attributes', 'reports', 'the reports as received, every version', NULL);
INSERT INTO gpkg_geometry_columns VALUES
  ('events', 'geom', 'POINT', 4326, 0, 0),
  ('regions', 'geom', 'MULTIPOLYGON', 4326, 0, 0);
INSERT INTO gpkg_extensions VALUES
  ('gpkg_data_columns', NULL, 'gpkg_schema',
   'http://www.geopackage.org/spec131/#extension_schema', 'read-write'),
  ('gpkg_data_column_constraints', NULL, 'gpkg_schema',
   'http://www.geopackage.org/spec131/#extension_schema', 'read-write');

-- One column per column of the contract (geo/columns.py); a test compares them.
-- The defaults let a GIS user add an event by hand, who must only think of an id.
CREATE TABLE events (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom POINT,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  quote TEXT NOT NULL DEFAULT '',
  date_start DATE CHECK (date_start IS date(date_start, '+0 days')),
  date_end DATE CHECK (date_end IS date(date_end, '+0 days')),
  date_precision TEXT NOT NULL DEFAULT 'unknown',
  date_edtf TEXT NOT NULL DEFAULT '',
  actors TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(actors) AND actors LIKE '[%'),
  actor_ids TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(actor_ids) AND actor_ids LIKE '[%'),
  countries TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(countries) AND countries LIKE '[%'),
  place TEXT NOT NULL DEFAULT '',
  place_id TEXT NOT NULL DEFAULT '',
  place_role TEXT NOT NULL DEFAULT '',
  precision TEXT NOT NULL DEFAULT 'unknown',
  uncertainty_m REAL,
  country TEXT NOT NULL DEFAULT '',
  admin1 TEXT NOT NULL DEFAULT '',
  region_ids TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(region_ids) AND region_ids LIKE '[%'),
  modality TEXT NOT NULL DEFAULT 'happened',
  attribution TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(attribution) AND attribution LIKE '[%'),
  quantities TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(quantities) AND quantities LIKE '[%'),
  places TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(places) AND places LIKE '[%'),
  reports TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(reports) AND reports LIKE '[%'),
  report_count INTEGER NOT NULL DEFAULT 0,
  publisher_count INTEGER NOT NULL DEFAULT 0,
  related TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(related) AND related LIKE '[%'),
  confidence REAL NOT NULL DEFAULT 1,
  version INTEGER NOT NULL DEFAULT 1,
  updated DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
CREATE INDEX events_by_time ON events (coalesce(date_start, date_end, '9999-99-99'), id);
INSERT INTO gpkg_data_columns (table_name, column_name, mime_type) VALUES
  ('events', 'actors', 'application/json'),
  ('events', 'actor_ids', 'application/json'),
  ('events', 'countries', 'application/json'),
  ('events', 'region_ids', 'application/json'),
  ('events', 'attribution', 'application/json'),
  ('events', 'quantities', 'application/json'),
  ('events', 'places', 'application/json'),
  ('events', 'reports', 'application/json'),
  ('events', 'related', 'application/json');

CREATE TABLE regions (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom MULTIPOLYGON NOT NULL,
  place_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country TEXT NOT NULL,
  uncertainty_m REAL NOT NULL);

CREATE TABLE reports (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  key TEXT NOT NULL,
  title TEXT NOT NULL,
  publisher TEXT NOT NULL,
  published DATE,
  url TEXT NOT NULL,
  lang TEXT NOT NULL,
  text TEXT NOT NULL,
  version INTEGER NOT NULL,
  superseded_by TEXT,
  read_at DATETIME NOT NULL);
CREATE INDEX reports_by_key ON reports (key) WHERE key <> '';

-- What follows is ours alone and not listed in gpkg_contents, so GIS programs do not show it.
CREATE TABLE change_log (
  seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  event_id TEXT NOT NULL,
  change TEXT NOT NULL,
  at DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
CREATE TABLE store_info (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO store_info VALUES ('schema_version', '2'), ('store_id', lower(hex(randomblob(16))));

-- Plain SQL, so that the log also sees what another program edits.
CREATE TRIGGER events_added AFTER INSERT ON events BEGIN
  INSERT INTO change_log (event_id, change) VALUES (NEW.id, 'add'); END;
CREATE TRIGGER events_updated AFTER UPDATE ON events WHEN OLD.id IS NEW.id BEGIN
  INSERT INTO change_log (event_id, change) VALUES (NEW.id, 'update'); END;
