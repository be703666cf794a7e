// Data sets and their immutable snapshots.
export const datasets = `
  CREATE TABLE datasets (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE CHECK (name <> ''),
    root       TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE snapshots (
    id          INTEGER PRIMARY KEY,
    digest      BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    image_count INTEGER NOT NULL CHECK (image_count >= 0),
    created_at  TEXT NOT NULL
  ) STRICT;

  CREATE TABLE snapshot_classes (
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id),
    position    INTEGER NOT NULL CHECK (position >= 0),
    name        TEXT NOT NULL CHECK (name <> ''),
    verdict     TEXT NOT NULL CHECK (verdict IN ('OK', 'NG')),
    PRIMARY KEY (snapshot_id, position),
    UNIQUE (snapshot_id, name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE images (
    id             INTEGER PRIMARY KEY,
    snapshot_id    INTEGER NOT NULL REFERENCES snapshots (id),
    path           TEXT NOT NULL CHECK (path <> ''),
    content_hash   BLOB NOT NULL CHECK (length(content_hash) = 32),
    class_position INTEGER NOT NULL,
    split          TEXT NOT NULL CHECK (split IN ('train', 'validation', 'test')),
    lot            TEXT,
    part           TEXT,
    line           TEXT,
    camera         TEXT,
    captured_at    TEXT,
    UNIQUE (snapshot_id, path),
    FOREIGN KEY (snapshot_id, class_position) REFERENCES snapshot_classes (snapshot_id, position)
  ) STRICT;

  CREATE TABLE imports (
    id          INTEGER PRIMARY KEY,
    dataset_id  INTEGER NOT NULL REFERENCES datasets (id),
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id),
    created_at  TEXT NOT NULL
  ) STRICT;
  CREATE INDEX imports_of_dataset ON imports (dataset_id);
  CREATE INDEX imports_of_snapshot ON imports (snapshot_id);

  CREATE TABLE skipped_files (
    id        INTEGER PRIMARY KEY,
    import_id INTEGER NOT NULL REFERENCES imports (id),
    path      TEXT NOT NULL,
    reason    TEXT NOT NULL
  ) STRICT;
  CREATE INDEX skipped_files_of_import ON skipped_files (import_id);

  ${['snapshots', 'snapshot_classes', 'images'].map(immutable).join('')}
`;

function immutable(table: string): string {
  return ['UPDATE', 'DELETE']
    .map(
      (event) => `
  CREATE TRIGGER ${table}_no_${event.toLowerCase()} BEFORE ${event} ON ${table}
    BEGIN SELECT RAISE(ABORT, 'snapshots never change'); END;`,
    )
    .join('');
}
