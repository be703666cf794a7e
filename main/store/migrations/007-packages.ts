// Signed packages that were written, with the manifest that says what was measured of them.
export const packages = `
  CREATE TABLE packages (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id     INTEGER NOT NULL REFERENCES runs (id),
    path       TEXT NOT NULL CHECK (path <> ''),
    bytes      INTEGER NOT NULL CHECK (bytes >= 0),
    sha256     BLOB NOT NULL CHECK (length(sha256) = 32),
    manifest   TEXT NOT NULL CHECK (json_valid(manifest)),
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX packages_of_run ON packages (run_id, id);
`;
