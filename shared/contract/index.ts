// All services, in one list: the client, the server and the allow-list derive from it.
import { backbones } from './backbones.ts';
import { exports } from './exports.ts';
import { history } from './history.ts';
import { images } from './images.ts';
import { imports } from './imports.ts';
import { judging } from './judging.ts';
import { line } from './line.ts';
import { packages } from './packages.ts';
import { projects } from './projects.ts';
import { quality } from './quality.ts';
import { registry } from './registry.ts';
import { reports } from './reports.ts';
import { results } from './results.ts';
import { reviews } from './reviews.ts';
import { studies } from './studies.ts';
import { system } from './system.ts';
import { training } from './training.ts';
import { trials } from './trials.ts';

export const contracts = {
  projects,
  imports,
  images,
  training,
  results,
  judging,
  trials,
  studies,
  quality,
  reports,
  registry,
  exports,
  packages,
  backbones,
  line,
  reviews,
  history,
  system,
} as const;
export type Contracts = typeof contracts;
