// One training attempt as the terminal shows it; train, resume and demo share it.
import { access, constants, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { type Recipe, recipeSchema } from '../../shared/domain/recipe.ts';
import type { Electricity } from '../jobs/control/run-cost.ts';
import { startEngine } from '../jobs/engine.ts';
import { describeEnvironment } from '../jobs/identity.ts';
import type { TrainPhase } from '../jobs/train-messages.ts';
import { copyExport } from '../services/copy-export.ts';
import { type TrainOutcome, trainRun } from '../services/train-run.ts';
import type { Workspace } from '../services/workspace.ts';
import type { StepReport } from '../train/reports.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { errorLines } from './format/messages.ts';
import { outcomeLines } from './format/outcome.ts';
import { epochLine, liveLine } from './format/progress.ts';
import { commandLine } from './repeat.ts';
import type { Session } from './session.ts';
import { methodName } from './words.ts';

export interface TrainingRequest {
  readonly workspace: Workspace;
  readonly runId: number;
  readonly electricity: Electricity;
  /** Compute threads; all when absent. */
  readonly threads?: number;
  /** Where to copy the exported model. */
  readonly out?: string;
  /** Words that name the workspace in commands to type next. */
  readonly workspaceWords: readonly string[];
}

/** What a command answers in JSON about a training. */
export interface TrainingAnswer {
  readonly code: ExitCode;
  readonly answer: object;
}

/** @throws NarashiError as trainRun; the run is then kept as failed */
export async function showTraining(session: Session, request: TrainingRequest): Promise<TrainingAnswer> {
  const { say, output, interruption } = session;
  const { workspace, runId, electricity, threads, workspaceWords } = request;
  const run = workspace.store.runs.get(runId);
  const recipe = recipeSchema.parse(run.hyperParameters);
  const resumeCommand = commandLine([...workspaceWords, 'resume', String(runId)]);
  const engine = startEngine({ memory: workspace.root, ...(threads === undefined ? {} : { threads }) });
  try {
    const { lowering } = await engine.lowering();
    const { device } = describeEnvironment(engine.executor.info, lowering.name);
    const { network, size, epochs, seed } = recipe;
    output.say('', say('train.title', { run: runId, network, method: methodName(recipe, say), size, epochs, seed }));
    output.say('', say('train.cpu', { device }), '');
    interruption.onFirst(() => output.complain(say('train.stopping')));
    const display = new TrainingDisplay(session, recipe);
    const outcome = await trainRun(
      workspace,
      engine,
      runId,
      { ...display.events, signal: interruption.signal },
      electricity,
    );
    output.live('');
    return await conclude(session, request, outcome, resumeCommand);
  } catch (error) {
    output.live('');
    output.complain('', say('train.failed', { run: runId, command: resumeCommand }));
    throw error;
  } finally {
    await engine.close();
  }
}

async function conclude(
  { say, output }: Session,
  { workspace, runId, out, workspaceWords }: TrainingRequest,
  outcome: TrainOutcome,
  resume: string,
): Promise<TrainingAnswer> {
  if (outcome.status === 'stopped') {
    output.say('', say('train.stopped', { run: runId, command: resume }));
    return { code: exitCodes.stopped, answer: { run: runId, status: 'stopped', resume, exitCode: exitCodes.stopped } };
  }
  const { evaluation, exported } = outcome;
  const cost = workspace.store.costs.get(runId) ?? null;
  const copy = exported && out !== undefined ? await copyExport(exported, resolve(out)) : null;
  output.say('', ...outcomeLines({ runId, evaluation, cost, exported, copy: copy?.path ?? null, workspaceWords }, say));
  const code = exported ? exitCodes.ok : exitCodes.exported;
  if (!exported)
    output.complain('', ...errorLines(new NarashiError('services.no-test-images', {}), say, output.columns));
  const epochs = workspace.store.epochs.list(runId);
  return {
    code,
    answer: { run: runId, status: 'done', evaluation, export: exported, copy, cost, epochs, exitCode: code },
  };
}

/** A file can be written there; its folder is made. @throws NarashiError cli.output-not-writable */
export async function requireWritable(path: string | undefined): Promise<void> {
  if (path === undefined) return;
  try {
    await mkdir(dirname(resolve(path)), { recursive: true });
    await access(dirname(resolve(path)), constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('cli.output-not-writable', { path, reason }, { cause: error });
  }
}

/** Turns the trainer's reports into a live line and lines for the log. */
class TrainingDisplay {
  readonly #session: Session;
  readonly #recipe: Recipe;
  #begun = performance.now();
  #steps = 0;
  #stepSeconds = 0;
  #drawn = 0;
  #sharpness: number | null = null;
  #last: StepReport | undefined;

  constructor(session: Session, recipe: Recipe) {
    this.#session = session;
    this.#recipe = recipe;
  }

  readonly events = {
    onPhase: (phase: TrainPhase) => {
      const { say, output } = this.#session;
      this.#begun = performance.now();
      if (phase === 'training') output.live('');
      else if (output.isLive) output.live(say(`train.${phase}`));
      else if (phase === 'evaluating' || phase === 'exporting') output.say(say(`train.${phase}`));
    },
    onStep: (report: StepReport) => this.#onStep(report),
    onEpoch: (report: Parameters<typeof epochLine>[0]) => {
      const { say, output } = this.#session;
      output.say(epochLine(report, this.#recipe, this.#secondsLeft(), say));
    },
  };

  #onStep(report: StepReport): void {
    if (!this.#last && (report.epoch > 1 || report.step > 1)) this.#sayResumed(report);
    this.#last = report;
    this.#steps++;
    // A moving average over some twenty steps; the first, which warms up, does not count for long.
    this.#stepSeconds += (report.seconds - this.#stepSeconds) / Math.min(20, this.#steps);
    if (report.kind === 'thorough') this.#sharpness = report.perturbedLoss - report.loss;
    const now = performance.now();
    if (!this.#session.output.isLive || now - this.#drawn < 100) return;
    this.#drawn = now;
    const pace = {
      imagesPerSecond: this.#recipe.batchSize / this.#stepSeconds,
      secondsLeft: this.#secondsLeft(),
      sharpness: this.#sharpness,
    };
    const { say, output } = this.#session;
    output.live(liveLine(report, this.#recipe, pace, say, output.columns));
  }

  #sayResumed({ epoch }: StepReport): void {
    const { say, output } = this.#session;
    output.say(say('train.resumed', { epoch, epochs: this.#recipe.epochs }));
  }

  /** By the clock, so that waiting for images and validation count. */
  #secondsLeft(): number {
    if (!this.#last) return 0;
    const { epoch, step, stepsPerEpoch } = this.#last;
    const left = this.#recipe.epochs * stepsPerEpoch - ((epoch - 1) * stepsPerEpoch + step);
    return (left * (performance.now() - this.#begun)) / 1000 / Math.max(1, this.#steps);
  }
}
