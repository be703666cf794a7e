// The database of one line: every part that was judged, what was kept of it, and which model judged when.
import type { Format } from '../migrate.ts';

// Few indexes: each is one more page to write before a verdict is told.
const parts = `
  CREATE TABLE parts (
    -- Rows are never deleted, so that no number is given twice.
    id           INTEGER PRIMARY KEY,
    reference    TEXT,
    source       TEXT NOT NULL CHECK (source IN ('folder', 'http', 'stdin', 'replay')),
    name         TEXT NOT NULL,
    -- The very file or request it came by: after a crash the same is not judged twice.
    identity     TEXT,
    content_hash BLOB CHECK (length(content_hash) = 32),
    outcome      TEXT NOT NULL CHECK (outcome IN ('OK', 'NG', 'review', 'error')),
    class_name   TEXT,
    class_index  INTEGER NOT NULL,
    ng_score     REAL CHECK (ng_score BETWEEN 0 AND 1),
    distance     REAL,
    error_code   TEXT,
    model        TEXT NOT NULL,
    received_at  TEXT NOT NULL,
    milliseconds REAL NOT NULL CHECK (milliseconds >= 0),
    -- Figures of the picture, as JSON; null where it was not decoded.
    measures     TEXT CHECK (json_valid(measures)),
    -- Where its image lies, relative to the line's folder; null where it was not kept.
    image        TEXT,
    -- 0 until its image lies where it belongs.
    finished     INTEGER NOT NULL DEFAULT 0 CHECK (finished IN (0, 1)),
    CHECK ((outcome = 'error') = (error_code IS NOT NULL))
  ) STRICT;
  CREATE INDEX parts_doubtful ON parts (id) WHERE outcome IN ('review', 'error') AND image IS NOT NULL;
  CREATE INDEX parts_of_identity ON parts (identity) WHERE identity IS NOT NULL;
  CREATE INDEX parts_with_image ON parts (id) WHERE image IS NOT NULL;

  -- How far what is told elsewhere (a CSV file, another system) has got.
  CREATE TABLE cursors (
    name  TEXT PRIMARY KEY,
    up_to INTEGER NOT NULL CHECK (up_to >= 0)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE model_changes (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    at        TEXT NOT NULL,
    action    TEXT NOT NULL CHECK (action IN ('load', 'swap', 'rollback', 'refuse')),
    name      TEXT NOT NULL,
    sha256    TEXT NOT NULL,
    reason    TEXT NOT NULL
  ) STRICT;

  -- Daily checks: the package's own samples judged again, and how far the images have drifted.
  CREATE TABLE checks (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     TEXT NOT NULL,
    kind   TEXT NOT NULL CHECK (kind IN ('samples', 'drift')),
    passed INTEGER NOT NULL CHECK (passed IN (0, 1)),
    result TEXT NOT NULL CHECK (json_valid(result))
  ) STRICT;
  CREATE INDEX checks_of_kind ON checks (kind, id);

  -- What people say of parts that were doubtful or drawn for a look.
  CREATE TABLE reviews (
    part_id    INTEGER PRIMARY KEY REFERENCES parts (id),
    class_name TEXT NOT NULL,
    operator   TEXT NOT NULL,
    at         TEXT NOT NULL,
    -- Whether the image was given to the next version of the data.
    taken      INTEGER NOT NULL DEFAULT 0 CHECK (taken IN (0, 1))
  ) STRICT;
`;

const watch = `
  -- An alarm stands until somebody has seen it.
  ALTER TABLE checks ADD COLUMN seen_by TEXT;
  ALTER TABLE checks ADD COLUMN seen_at TEXT;
  CREATE INDEX checks_unseen ON checks (kind, id) WHERE passed = 0 AND seen_at IS NULL;

  -- Parts drawn by lot for people to look at, however sure the model was.
  CREATE TABLE drawn (part_id INTEGER PRIMARY KEY REFERENCES parts (id)) STRICT;
`;

const feedback = `
  -- What others are told of alarms, in order.
  CREATE TABLE alarms (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    at       TEXT NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('samples', 'drift')),
    state    TEXT NOT NULL CHECK (state IN ('raised', 'seen', 'ended')),
    operator TEXT,
    check_id INTEGER NOT NULL REFERENCES checks (id)
  ) STRICT;
  CREATE INDEX alarms_of_kind ON alarms (kind, id);

  -- Parts whose image is of no use to anybody: blurred, empty, not of a part.
  CREATE TABLE unusable (
    part_id  INTEGER PRIMARY KEY REFERENCES parts (id),
    operator TEXT NOT NULL,
    at       TEXT NOT NULL
  ) STRICT;

  -- Drawn by lot, or because images had drifted.
  ALTER TABLE drawn ADD COLUMN reason TEXT NOT NULL DEFAULT 'lot' CHECK (reason IN ('lot', 'drift'));
`;

/** "NRLN" */
export const lineFormat: Format = { mark: 0x4e524c4e, steps: [parts, watch, feedback] };
