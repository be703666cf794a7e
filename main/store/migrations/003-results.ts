// What runs measure, produce and cost.
export const results = `
  CREATE TABLE epoch_metrics (
    run_id                       INTEGER NOT NULL REFERENCES runs (id),
    epoch                        INTEGER NOT NULL CHECK (epoch >= 1),
    loss                         REAL,
    perturbed_loss               REAL,
    sharpness                    REAL,
    lambda                       REAL,
    rho                          REAL,
    learning_rate                REAL,
    gradient_norm                REAL,
    train_accuracy               REAL,
    validation_loss              REAL,
    validation_accuracy          REAL,
    validation_balanced_accuracy REAL,
    seconds                      REAL NOT NULL,
    images_per_second            REAL,
    skipped_steps                INTEGER NOT NULL,
    recorded_at                  TEXT NOT NULL,
    PRIMARY KEY (run_id, epoch)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE artefacts (
    id         INTEGER PRIMARY KEY,
    run_id     INTEGER NOT NULL REFERENCES runs (id),
    kind       TEXT NOT NULL CHECK (kind IN ('checkpoint', 'model', 'export', 'report')),
    path       TEXT NOT NULL CHECK (path <> ''),
    bytes      INTEGER NOT NULL CHECK (bytes >= 0),
    sha256     BLOB NOT NULL CHECK (length(sha256) = 32),
    metadata   TEXT NOT NULL CHECK (json_valid(metadata)),
    created_at TEXT NOT NULL,
    UNIQUE (run_id, path)
  ) STRICT;

  CREATE TABLE evaluations (
    id                INTEGER PRIMARY KEY,
    run_id            INTEGER NOT NULL REFERENCES runs (id),
    snapshot_id       INTEGER NOT NULL REFERENCES snapshots (id),
    split             TEXT NOT NULL CHECK (split IN ('train', 'validation', 'test')),
    artefact_id       INTEGER REFERENCES artefacts (id) ON DELETE SET NULL,
    images            INTEGER NOT NULL,
    accuracy          REAL,
    balanced_accuracy REAL,
    escape_rate       REAL,
    overkill_rate     REAL,
    result            TEXT NOT NULL CHECK (json_valid(result)),
    created_at        TEXT NOT NULL
  ) STRICT;
  CREATE INDEX evaluations_of_run ON evaluations (run_id, split);
  CREATE INDEX evaluations_of_artefact ON evaluations (artefact_id);

  CREATE TABLE predictions (
    evaluation_id INTEGER NOT NULL REFERENCES evaluations (id),
    image_id      INTEGER NOT NULL REFERENCES images (id),
    predicted     INTEGER NOT NULL CHECK (predicted >= 0),
    probabilities BLOB NOT NULL CHECK (length(probabilities) % 4 = 0),
    PRIMARY KEY (evaluation_id, image_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE costs (
    run_id                 INTEGER PRIMARY KEY REFERENCES runs (id),
    seconds                REAL NOT NULL CHECK (seconds >= 0),
    gradient_evaluations   REAL NOT NULL CHECK (gradient_evaluations >= 0),
    watts                  REAL NOT NULL CHECK (watts >= 0),
    watts_source           TEXT NOT NULL CHECK (watts_source IN ('measured', 'assumed')),
    kilowatt_hours         REAL NOT NULL CHECK (kilowatt_hours >= 0),
    yen_per_kilowatt_hour  REAL NOT NULL CHECK (yen_per_kilowatt_hour >= 0),
    yen                    REAL NOT NULL CHECK (yen >= 0),
    recorded_at            TEXT NOT NULL
  ) STRICT;
`;
