// All migrations in order. Number n takes the database from format n − 1 to n; released ones are never edited.
import { datasets } from './001-datasets.ts';
import { runs } from './002-runs.ts';
import { results } from './003-results.ts';
import { projects } from './004-projects.ts';
import { evidence } from './005-evidence.ts';
import { line } from './006-line.ts';
import { packages } from './007-packages.ts';
import { backbones } from './008-backbones.ts';

export const migrations: readonly string[] = [datasets, runs, results, projects, evidence, line, packages, backbones];
