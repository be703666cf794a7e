// The store: one open database and a reader/writer per aggregate.
import type { AuditReport } from '../../shared/domain/audit.ts';
import type { RunDetails, RunSummary } from '../../shared/domain/run.ts';
import { ActivityLog } from './activity-log.ts';
import { Artefacts } from './artefacts.ts';
import { AuditLog } from './audit-log.ts';
import { Backbones } from './backbones.ts';
import { backUp } from './backup.ts';
import type { Connection } from './connection.ts';
import { Costs } from './costs.ts';
import { openDatabase } from './database.ts';
import { Datasets } from './datasets.ts';
import { DecisionRules } from './decision-rules.ts';
import { Edits } from './edits.ts';
import { Epochs } from './epochs.ts';
import { Evaluations } from './evaluations.ts';
import { GoldenSets } from './golden-sets.ts';
import { ImportJobs } from './import-jobs.ts';
import { checkIntegrity } from './integrity.ts';
import { LabelReviews } from './label-reviews.ts';
import { ModelMoves } from './model-moves.ts';
import { Opinions } from './opinions.ts';
import { Packages } from './packages.ts';
import { PictureHashes } from './picture-hashes.ts';
import { Predictions } from './predictions.ts';
import { ProjectClasses } from './project-classes.ts';
import { ProjectGates } from './project-gates.ts';
import { ProjectImages } from './project-images.ts';
import { Projects } from './projects.ts';
import { markInterruptedRuns } from './recover.ts';
import { firstUnrecorded } from './registry-witness.ts';
import { Reports } from './reports.ts';
import { Runs } from './runs.ts';
import { Settings } from './settings.ts';
import { Snapshots } from './snapshots.ts';
import { Studies } from './studies.ts';
import { findRuns, listRuns, type RunQuery } from './summaries.ts';
import { Trials } from './trials.ts';

export class Store {
  readonly datasets: Datasets;
  readonly snapshots: Snapshots;
  readonly runs: Runs;
  readonly epochs: Epochs;
  readonly evaluations: Evaluations;
  readonly predictions: Predictions;
  readonly artefacts: Artefacts;
  readonly costs: Costs;
  readonly projects: Projects;
  readonly projectClasses: ProjectClasses;
  readonly projectImages: ProjectImages;
  readonly edits: Edits;
  readonly settings: Settings;
  readonly activity: ActivityLog;
  readonly audit: AuditLog;
  readonly importJobs: ImportJobs;
  readonly labelReviews: LabelReviews;
  readonly pictureHashes: PictureHashes;
  readonly packages: Packages;
  readonly backbones: Backbones;
  readonly trials: Trials;
  readonly studies: Studies;
  readonly reports: Reports;
  readonly decisionRules: DecisionRules;
  readonly opinions: Opinions;
  readonly modelMoves: ModelMoves;
  readonly projectGates: ProjectGates;
  readonly goldenSets: GoldenSets;
  /** Runs found at opening whose process had died; they were marked `interrupted`. */
  readonly interrupted: readonly number[];
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.datasets = new Datasets(connection);
    this.snapshots = new Snapshots(connection);
    this.runs = new Runs(connection);
    this.epochs = new Epochs(connection);
    this.evaluations = new Evaluations(connection);
    this.predictions = new Predictions(connection);
    this.artefacts = new Artefacts(connection);
    this.costs = new Costs(connection);
    this.projects = new Projects(connection);
    this.projectClasses = new ProjectClasses(connection);
    this.projectImages = new ProjectImages(connection);
    this.edits = new Edits(connection);
    this.settings = new Settings(connection);
    this.activity = new ActivityLog(connection);
    this.audit = new AuditLog(connection);
    this.importJobs = new ImportJobs(connection);
    this.labelReviews = new LabelReviews(connection);
    this.pictureHashes = new PictureHashes(connection);
    this.packages = new Packages(connection);
    this.backbones = new Backbones(connection);
    this.trials = new Trials(connection);
    this.studies = new Studies(connection);
    this.reports = new Reports(connection);
    this.decisionRules = new DecisionRules(connection);
    this.opinions = new Opinions(connection);
    this.modelMoves = new ModelMoves(connection, this.audit);
    this.projectGates = new ProjectGates(connection, this.audit);
    this.goldenSets = new GoldenSets(connection, this.audit);
    this.interrupted = markInterruptedRuns(connection);
    this.audit.settle();
  }

  /** All runs, oldest first, with their headline figures. */
  listRuns(): RunSummary[] {
    return listRuns(this.#connection);
  }

  /** Runs that fit, newest first. */
  findRuns(query: RunQuery): RunSummary[] {
    return findRuns(this.#connection, query);
  }

  /** Everything about a run, and all that is needed to repeat it. @throws NarashiError store.run-not-found */
  showRun(id: number): RunDetails {
    const run = this.runs.get(id);
    return {
      run,
      attempts: this.runs.attempts(id),
      snapshot: this.snapshots.get(run.snapshotId),
      datasets: this.datasets.ofSnapshot(run.snapshotId),
      counts: this.snapshots.counts(run.snapshotId),
      epochs: this.epochs.list(id),
      evaluations: this.evaluations.list(id),
      artefacts: this.artefacts.list(id),
      cost: this.costs.get(id) ?? null,
    };
  }

  /** All of `body`'s writes are committed together, or none. `body` must not wait for anything. */
  transaction<T>(body: () => T): T {
    return this.#connection.transaction(body);
  }

  /** Reads and checks the whole file. @throws NarashiError store.corrupt */
  checkIntegrity(): void {
    checkIntegrity(this.#connection);
  }

  /** Recomputes the audit log, and holds stages, gates and golden sets against it. */
  verifyAudit(): AuditReport {
    const report = this.audit.verify();
    if (report.finding) return report;
    const sequence = firstUnrecorded(this.#connection);
    return sequence === null ? report : { ...report, finding: { fault: 'unrecorded', sequence } };
  }

  /** Writes a checked copy while the store stays in use. @throws NarashiError store.backup-exists, … */
  backUp(destination: string): Promise<void> {
    return backUp(this.#connection, destination);
  }

  /** Runs still running count as interrupted from here on. */
  close(): void {
    this.runs.release();
    this.#connection.close();
  }
}

/** Opens the store at `path`, creating it if there is none; see `openDatabase` for what can go wrong. */
export function openStore(path: string, now?: () => Date): Store {
  const connection = openDatabase(path, now);
  try {
    return new Store(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
}
