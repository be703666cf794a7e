// The way to the line: the audit log.
export const line = `
  -- Entries hash each other: sequence, time, operator, kind, subject, data and the hash before give the hash.
  CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
    at       TEXT NOT NULL,
    operator TEXT NOT NULL,
    kind     TEXT NOT NULL CHECK (kind <> ''),
    subject  TEXT NOT NULL CHECK (subject <> ''),
    data     TEXT NOT NULL CHECK (json_valid(data)),
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    hash     BLOB NOT NULL CHECK (length(hash) = 32)
  ) STRICT;
  CREATE INDEX audit_by_subject ON audit (subject, sequence);
  CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log never changes'); END;
  CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log never changes'); END;
  -- Also refuses INSERT OR REPLACE, which would take a row away without a DELETE.
  CREATE TRIGGER audit_only_grows BEFORE INSERT ON audit
    WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM audit)
    BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
`;
