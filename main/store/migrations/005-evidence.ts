// Evidence: trials and their grid, studies, decision rules, reports, reasons of labels, second opinions, picture hashes.
export const evidence = `
  CREATE TABLE trials (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Null for trials started from the command line.
    project_id  INTEGER REFERENCES projects (id),
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id),
    name        TEXT NOT NULL CHECK (name <> ''),
    plan        TEXT NOT NULL CHECK (json_valid(plan)),
    -- What each method takes on this PC and the epochs that makes; null until it is measured, fixed from then on.
    timing      TEXT CHECK (json_valid(timing)),
    status      TEXT NOT NULL CHECK (status IN ('running', 'paused', 'done', 'stopped')),
    failure     TEXT CHECK (json_valid(failure)),
    created_at  TEXT NOT NULL,
    ended_at    TEXT
  ) STRICT;
  CREATE INDEX trials_of_project ON trials (project_id, id);
  CREATE TRIGGER trials_fixed BEFORE UPDATE OF project_id, snapshot_id, plan ON trials
    BEGIN SELECT RAISE(ABORT, 'what a trial compares never changes'); END;

  -- One row per method, budget and seed that has a run; budgets that come to the same training share it.
  CREATE TABLE trial_runs (
    trial_id INTEGER NOT NULL REFERENCES trials (id),
    method   TEXT NOT NULL,
    budget   TEXT NOT NULL CHECK (budget IN ('epochs', 'time')),
    seed     INTEGER NOT NULL CHECK (seed >= 0),
    run_id   INTEGER NOT NULL REFERENCES runs (id),
    PRIMARY KEY (trial_id, method, budget, seed)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX trial_runs_of_run ON trial_runs (run_id);

  CREATE TABLE project_economics (
    project_id INTEGER PRIMARY KEY REFERENCES projects (id),
    value      TEXT NOT NULL CHECK (json_valid(value))
  ) STRICT;

  CREATE TABLE studies (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    kind         TEXT NOT NULL CHECK (kind <> ''),
    project_id   INTEGER REFERENCES projects (id),
    snapshot_id  INTEGER REFERENCES snapshots (id),
    run_id       INTEGER REFERENCES runs (id),
    other_run_id INTEGER REFERENCES runs (id),
    settings     TEXT NOT NULL CHECK (json_valid(settings)),
    status       TEXT NOT NULL CHECK (status IN ('queued', 'running', 'done', 'failed', 'stopped')),
    result       TEXT CHECK (json_valid(result)),
    failure      TEXT CHECK (json_valid(failure)),
    created_at   TEXT NOT NULL,
    ended_at     TEXT,
    CHECK ((status = 'done') = (result IS NOT NULL))
  ) STRICT;
  CREATE INDEX studies_of_project ON studies (project_id, kind, id);
  CREATE INDEX studies_of_run ON studies (run_id, kind, id);

  -- Every rule a model was ever used with; the newest counts. Null: the most probable class.
  CREATE TABLE decision_rules (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id   INTEGER NOT NULL REFERENCES runs (id),
    rule     TEXT CHECK (json_valid(rule)),
    operator TEXT NOT NULL,
    at       TEXT NOT NULL
  ) STRICT;
  CREATE INDEX decision_rules_of_run ON decision_rules (run_id, id);

  CREATE TABLE reports (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER REFERENCES projects (id),
    trial_id   INTEGER NOT NULL REFERENCES trials (id),
    draft      TEXT NOT NULL CHECK (json_valid(draft)),
    pages      INTEGER CHECK (pages > 0),
    files      TEXT NOT NULL CHECK (json_valid(files)),
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX reports_of_project ON reports (project_id, id);

  -- Why labels were changed, as the user says; empty for changes made in passing.
  ALTER TABLE edits ADD COLUMN reason TEXT NOT NULL DEFAULT '';

  -- Decisions on suspect labels: the label they were made about, so that a later change of it is looked at anew.
  CREATE TABLE label_reviews (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL REFERENCES projects (id),
    image_id   INTEGER NOT NULL REFERENCES project_images (id),
    -- The label as it was found and as it was left.
    before     INTEGER REFERENCES project_classes (id),
    after      INTEGER REFERENCES project_classes (id),
    reason     TEXT NOT NULL,
    operator   TEXT NOT NULL,
    at         TEXT NOT NULL
  ) STRICT;
  CREATE INDEX label_reviews_of_project ON label_reviews (project_id, image_id);

  CREATE TABLE opinions (
    project_id INTEGER NOT NULL REFERENCES projects (id),
    inspector  TEXT NOT NULL CHECK (inspector <> ''),
    image_id   INTEGER NOT NULL REFERENCES project_images (id),
    class_id   INTEGER NOT NULL REFERENCES project_classes (id),
    at         TEXT NOT NULL,
    PRIMARY KEY (project_id, inspector, image_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX opinions_of_image ON opinions (image_id);
  CREATE INDEX opinions_of_class ON opinions (class_id);

  -- Share of the labels made wrong on purpose that the finished network repeats; null where none were.
  ALTER TABLE runs ADD COLUMN memorised REAL CHECK (memorised BETWEEN 0 AND 1);

  -- Perceptual hashes of pictures, 64 bits; recomputed where the version of the method differs.
  CREATE TABLE picture_hashes (
    content_hash BLOB PRIMARY KEY CHECK (length(content_hash) = 32),
    version      INTEGER NOT NULL,
    hash         BLOB NOT NULL CHECK (length(hash) = 8)
  ) STRICT, WITHOUT ROWID;
`;
