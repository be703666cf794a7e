// One training attempt as the terminal shows it; train, resume and demo share it.
import { access, constants, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { Device } from '../../shared/contract/training.ts';
import { recipeSchema } from '../../shared/domain/recipe.ts';
import { networkName } from '../jobs/control/backbone-for.ts';
import type { Electricity } from '../jobs/control/run-cost.ts';
import { startEngine } from '../jobs/engine.ts';
import { deviceText } from '../jobs/identity.ts';
import { copyExport } from '../services/copy-export.ts';
import { fallingBack } from '../services/lost-device.ts';
import { type TrainOutcome, trainRun } from '../services/train-run.ts';
import type { Workspace } from '../services/workspace.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { errorLines } from './format/messages.ts';
import { outcomeLines } from './format/outcome.ts';
import { commandLine } from './repeat.ts';
import type { Session } from './session.ts';
import { TrainingDisplay } from './training-display.ts';
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
  const { size, epochs, seed } = recipe;
  const network = networkName(workspace, recipe);
  output.say('', say('train.title', { run: runId, network, method: methodName(recipe, say), size, epochs, seed }));
  interruption.onFirst(() => output.complain(say('train.stopping')));
  const onDevice = async (device: Device): Promise<TrainingAnswer> => {
    const engine = startEngine({ memory: workspace.root, device, ...(threads === undefined ? {} : { threads }) });
    try {
      output.say('', say(device.isGpu ? 'train.gpu' : 'train.cpu', { device: deviceText(engine.device) }), '');
      const display = new TrainingDisplay(session, recipe);
      const events = { ...display.events, signal: interruption.signal };
      const outcome = await trainRun(workspace, engine, runId, events, electricity);
      output.live('');
      return await conclude(session, request, outcome, resumeCommand);
    } finally {
      await engine.close();
    }
  };
  try {
    return await fallingBack(workspace, runId, onDevice, ({ device, message }) => {
      output.live('');
      output.complain('', say('train.device-lost', { device: device.name, reason: message }));
    });
  } catch (error) {
    output.live('');
    output.complain('', say('train.failed', { run: runId, command: resumeCommand }));
    throw error;
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
