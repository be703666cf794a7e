// Runs (what was asked, never changed) and their attempts (where and when each start ran).
export const runs = `
  CREATE TABLE runs (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    status           TEXT NOT NULL CHECK (status IN ('queued', 'running', 'stopped', 'failed', 'done', 'interrupted')),
    snapshot_id      INTEGER NOT NULL REFERENCES snapshots (id),
    network          TEXT NOT NULL,
    method           TEXT NOT NULL,
    seed             INTEGER NOT NULL CHECK (seed >= 0),
    hyper_parameters TEXT NOT NULL CHECK (json_valid(hyper_parameters)),
    initial_weights  BLOB CHECK (length(initial_weights) = 32),
    failure          TEXT CHECK (json_valid(failure)),
    created_at       TEXT NOT NULL
  ) STRICT;
  CREATE INDEX runs_by_status ON runs (status);
  CREATE INDEX runs_of_snapshot ON runs (snapshot_id);

  CREATE TABLE attempts (
    run_id       INTEGER NOT NULL REFERENCES runs (id),
    number       INTEGER NOT NULL CHECK (number >= 1),
    owner        TEXT NOT NULL,
    pid          INTEGER NOT NULL,
    host         TEXT NOT NULL,
    device       TEXT NOT NULL,
    executor     TEXT NOT NULL,
    narashi      TEXT NOT NULL,
    onnxruntime  TEXT NOT NULL,
    node         TEXT NOT NULL,
    code_version TEXT NOT NULL,
    started_at   TEXT NOT NULL,
    ended_at     TEXT,
    outcome      TEXT CHECK (outcome IN ('done', 'stopped', 'failed', 'interrupted')),
    PRIMARY KEY (run_id, number),
    CHECK ((ended_at IS NULL) = (outcome IS NULL))
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX one_open_attempt_per_run ON attempts (run_id) WHERE ended_at IS NULL;

  CREATE TRIGGER runs_request_is_fixed
    BEFORE UPDATE OF id, snapshot_id, network, method, seed, hyper_parameters, created_at ON runs
    BEGIN SELECT RAISE(ABORT, 'what a run was asked to do never changes'); END;
  CREATE TRIGGER runs_initial_weights_are_fixed
    BEFORE UPDATE OF initial_weights ON runs
    WHEN OLD.initial_weights IS NOT NULL AND NEW.initial_weights IS NOT OLD.initial_weights
    BEGIN SELECT RAISE(ABORT, 'the initial weights of a run never change'); END;
`;
