// The way to the line: the audit log; stages of models, gates and golden sets, each made by an entry of that log.
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

  -- Who, when and why is told by the entry alone. A run without a move is a draft.
  CREATE TABLE model_moves (
    entry      INTEGER PRIMARY KEY REFERENCES audit (sequence),
    project_id INTEGER NOT NULL REFERENCES projects (id),
    run_id     INTEGER NOT NULL REFERENCES runs (id),
    move       TEXT NOT NULL CHECK (move IN ('nominate', 'return', 'approve', 'retire', 'revive', 'roll-back'))
  ) STRICT;
  CREATE INDEX model_moves_of_project ON model_moves (project_id, entry);
  CREATE INDEX model_moves_of_run ON model_moves (run_id);

  -- The newest of a project are in force.
  CREATE TABLE gate_settings (
    entry      INTEGER PRIMARY KEY REFERENCES audit (sequence),
    project_id INTEGER NOT NULL REFERENCES projects (id),
    settings   TEXT NOT NULL CHECK (json_valid(settings))
  ) STRICT;
  CREATE INDEX gate_settings_of_project ON gate_settings (project_id, entry);

  CREATE TABLE golden_sets (
    entry      INTEGER PRIMARY KEY REFERENCES audit (sequence),
    project_id INTEGER NOT NULL REFERENCES projects (id),
    version    INTEGER NOT NULL CHECK (version > 0),
    name       TEXT NOT NULL CHECK (name <> ''),
    UNIQUE (project_id, version)
  ) STRICT;

  CREATE TABLE golden_images (
    golden_id    INTEGER NOT NULL REFERENCES golden_sets (entry),
    position     INTEGER NOT NULL CHECK (position >= 0),
    content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
    path         TEXT NOT NULL CHECK (path <> ''),
    class_name   TEXT,
    verdict      TEXT NOT NULL CHECK (verdict IN ('OK', 'NG')),
    mark         TEXT CHECK (mark IN ('limit-ok', 'limit-ng')),
    PRIMARY KEY (golden_id, position)
  ) STRICT, WITHOUT ROWID;

  -- What models made of a golden set; of a model the newest counts.
  CREATE TABLE golden_judgements (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    golden_id INTEGER NOT NULL REFERENCES golden_sets (entry),
    run_id    INTEGER NOT NULL REFERENCES runs (id),
    -- Of the file that judged.
    model     BLOB NOT NULL CHECK (length(model) = 32),
    -- One per image, in their order.
    scores    TEXT NOT NULL CHECK (json_valid(scores)),
    at        TEXT NOT NULL
  ) STRICT;
  CREATE INDEX golden_judgements_of_set ON golden_judgements (golden_id, run_id, id);
  CREATE INDEX golden_judgements_of_run ON golden_judgements (run_id);
  ${['model_moves', 'gate_settings', 'golden_sets', 'golden_images'].map(fixed).join('')}
`;

function fixed(table: string): string {
  return ['UPDATE', 'DELETE']
    .map(
      (change) => `
  CREATE TRIGGER ${table}_no_${change.toLowerCase()} BEFORE ${change} ON ${table}
    BEGIN SELECT RAISE(ABORT, 'what the audit log tells of never changes'); END;`,
    )
    .join('');
}
