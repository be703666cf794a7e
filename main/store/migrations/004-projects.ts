// Projects of the app: their classes and images, edits that can be undone, imports, settings, and the log of decisions.
export const projects = `
  CREATE TABLE projects (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    dataset_id  INTEGER NOT NULL UNIQUE REFERENCES datasets (id),
    settings    TEXT NOT NULL CHECK (json_valid(settings)),
    is_sample   INTEGER NOT NULL DEFAULT 0 CHECK (is_sample IN (0, 1)),
    created_at  TEXT NOT NULL,
    archived_at TEXT
  ) STRICT;

  CREATE TABLE project_classes (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL REFERENCES projects (id),
    name       TEXT NOT NULL CHECK (name <> ''),
    verdict    TEXT NOT NULL CHECK (verdict IN ('OK', 'NG')),
    -- Out of sight; the row stays, because earlier labels name it and undo may bring them back.
    removed_at TEXT,
    UNIQUE (project_id, name)
  ) STRICT;

  -- One row per distinct image. The file itself lies in the library under its content hash.
  CREATE TABLE project_images (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id   INTEGER NOT NULL REFERENCES projects (id),
    import_id    TEXT NOT NULL,
    path         TEXT NOT NULL CHECK (path <> ''),
    content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
    class_id     INTEGER REFERENCES project_classes (id),
    split        TEXT CHECK (split IN ('train', 'validation', 'test')),
    lot          TEXT,
    part         TEXT,
    line         TEXT,
    camera       TEXT,
    captured_at  TEXT,
    width        INTEGER NOT NULL CHECK (width > 0),
    height       INTEGER NOT NULL CHECK (height > 0),
    bytes        INTEGER NOT NULL CHECK (bytes > 0),
    imported_at  TEXT NOT NULL,
    removed_at   TEXT,
    UNIQUE (project_id, content_hash),
    UNIQUE (project_id, path)
  ) STRICT;
  CREATE INDEX project_images_by_class ON project_images (project_id, class_id) WHERE removed_at IS NULL;
  CREATE INDEX project_images_by_split ON project_images (project_id, split) WHERE removed_at IS NULL;
  CREATE INDEX project_images_by_lot ON project_images (project_id, lot) WHERE removed_at IS NULL;

  -- One row per step of undo. A new step discards what had been undone before it.
  CREATE TABLE edits (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL REFERENCES projects (id),
    kind       TEXT NOT NULL CHECK (kind IN ('label', 'remove')),
    state      TEXT NOT NULL CHECK (state IN ('done', 'undone', 'discarded')),
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX edits_of_project ON edits (project_id, state);

  CREATE TABLE edit_images (
    edit_id  INTEGER NOT NULL REFERENCES edits (id),
    image_id INTEGER NOT NULL REFERENCES project_images (id),
    -- Class before and after; both null in a removal.
    before   INTEGER REFERENCES project_classes (id),
    after    INTEGER REFERENCES project_classes (id),
    PRIMARY KEY (edit_id, image_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX edit_images_of_image ON edit_images (image_id);

  -- Imports that are under way, or ended and not yet dismissed; payload holds what was picked, report and decisions.
  CREATE TABLE import_jobs (
    id         TEXT PRIMARY KEY,
    project_id INTEGER NOT NULL REFERENCES projects (id),
    phase      TEXT NOT NULL
      CHECK (phase IN ('inspecting', 'inspected', 'writing', 'done', 'cancelled', 'failed')),
    payload    TEXT NOT NULL CHECK (json_valid(payload)),
    created_at TEXT NOT NULL,
    ended_at   TEXT
  ) STRICT;
  CREATE INDEX import_jobs_of_project ON import_jobs (project_id, created_at);

  CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value))
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE activity (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    at         TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind <> ''),
    operator   TEXT NOT NULL,
    project_id INTEGER REFERENCES projects (id),
    run_id     INTEGER REFERENCES runs (id),
    data       TEXT NOT NULL CHECK (json_valid(data))
  ) STRICT;
  CREATE INDEX activity_of_project ON activity (project_id, id);
  CREATE TRIGGER activity_no_update BEFORE UPDATE ON activity
    BEGIN SELECT RAISE(ABORT, 'the log of decisions never changes'); END;
  CREATE TRIGGER activity_no_delete BEFORE DELETE ON activity
    BEGIN SELECT RAISE(ABORT, 'the log of decisions never changes'); END;

  -- Null for runs started from the command line.
  ALTER TABLE runs ADD COLUMN project_id INTEGER REFERENCES projects (id);
  ALTER TABLE runs ADD COLUMN preset TEXT;
  ALTER TABLE runs ADD COLUMN note TEXT NOT NULL DEFAULT '';
  -- Lower numbers are trained first; equal ones in order of id.
  ALTER TABLE runs ADD COLUMN queue_position INTEGER NOT NULL DEFAULT 0;
  -- A paused or failed run stands in the queue, to be taken up again, until it is taken out.
  ALTER TABLE runs ADD COLUMN is_listed INTEGER NOT NULL DEFAULT 1 CHECK (is_listed IN (0, 1));
  CREATE INDEX runs_of_project ON runs (project_id);
`;
