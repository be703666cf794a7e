// Networks from elsewhere: what is known of each, on a card; the files lie in the workspace under their digest.
export const backbones = `
  CREATE TABLE backbones (
    id       TEXT PRIMARY KEY CHECK (length(id) = 64),
    name     TEXT NOT NULL UNIQUE CHECK (name <> ''),
    card     TEXT NOT NULL CHECK (json_valid(card)),
    added_at TEXT NOT NULL
  ) STRICT;
`;
