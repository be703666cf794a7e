// The whole app over one workspace: everything opened in order, connected, taken up again, and in the end closed in order.
import { setImmediate } from 'node:timers/promises';
import type { Problem } from '../../shared/contract/common.ts';
import { type Language, NarashiError } from '../../shared/contract/errors/index.ts';
import { type Contracts, contracts } from '../../shared/contract/index.ts';
import { toProblem } from '../../shared/contract/problem.ts';
import { appSettings, type SystemInfo } from '../../shared/contract/system.ts';
import type { Channel } from '../../shared/rpc/channel.ts';
import type { Implementations } from '../../shared/rpc/contract.ts';
import { createEvents } from '../../shared/rpc/events.ts';
import { serve } from '../../shared/rpc/server.ts';
import { openLog } from '../data/rotating-log.ts';
import type { SystemProtection } from '../export/signing/site-key.ts';
import { startChild } from '../jobs/control/child.ts';
import { Children } from '../jobs/control/children.ts';
import { logged } from '../services/activity.ts';
import { keepBox } from '../services/backbones/box.ts';
import { createBackbonesService } from '../services/backbones.ts';
import { removeUnpacked } from '../services/backup/swap.ts';
import type { AppContext } from '../services/context.ts';
import { Downloads } from '../services/downloads.ts';
import { createExportsService } from '../services/exports.ts';
import { Grants } from '../services/grants.ts';
import { createHistoryService } from '../services/history.ts';
import { createImagesService } from '../services/images.ts';
import { Importing } from '../services/import/importing.ts';
import { createImportsService } from '../services/imports.ts';
import { createJudgingService } from '../services/judging.ts';
import { Lines } from '../services/line/lines.ts';
import { createLineService } from '../services/line.ts';
import { Packaging } from '../services/packages/packaging.ts';
import { createPackagesService } from '../services/packages.ts';
import { createProjectsService } from '../services/projects.ts';
import { createQualityService } from '../services/quality.ts';
import { createRegistryService } from '../services/registry.ts';
import type { PrintPdf } from '../services/reports/print-with-browser.ts';
import { createReportsService } from '../services/reports.ts';
import { createResultsService } from '../services/results.ts';
import { createReviewsService } from '../services/reviews.ts';
import { settleSamples } from '../services/sample-project.ts';
import { StudyQueue } from '../services/studies/study-queue.ts';
import { createStudiesService } from '../services/studies.ts';
import { createSystemService } from '../services/system.ts';
import { createTrainingQueue, type TrainingSigns } from '../services/training/training-queue.ts';
import { createTrainingService } from '../services/training.ts';
import { TrialRunner } from '../services/trials/trial-runner.ts';
import { createTrialsService } from '../services/trials.ts';
import { openWorkspace, type Workspace } from '../services/workspace.ts';
import { Uploads } from './http/uploads.ts';
import { removeLeftovers } from './leftovers.ts';
import { createReporter } from './log.ts';
import type { App } from './running-app.ts';

export interface ComposeOptions {
  readonly root: string;
  readonly host: SystemInfo['host'];
  /** Of the system: the language of a workspace in which none was chosen yet. */
  readonly language: Language;
  /** Has the app closed and opened anew. */
  readonly restart: () => void;
  /** What the host shows of training outside the window. */
  readonly signs?: TrainingSigns;
  /** How the host prints; without it a browser of the PC does. */
  readonly printPdf?: PrintPdf;
  /** How the host keeps secrets for the account of this PC; without it keys are kept under a passphrase. */
  readonly protection?: SystemProtection | undefined;
  /** Told whether a line is inspected. */
  readonly onInspecting?: (isInspecting: boolean) => void;
}

/** What a check or measurement that nobody waits for any more gets to end by itself, milliseconds. */
const patience = 1_000;

/** Only while no other app has the workspace open. @throws NarashiError store.*, services.workspace-not-writable, … */
export async function openApp(options: ComposeOptions): Promise<App> {
  const workspace = openWorkspace(options.root);
  try {
    await keepBox(workspace);
    return await assemble(workspace, options);
  } catch (error) {
    workspace.close();
    throw error;
  }
}

async function assemble(
  workspace: Workspace,
  { host, language, restart, signs, printPdf, protection, onInspecting }: ComposeOptions,
): Promise<App> {
  const { root, store } = workspace;
  const log = openLog(root, 'jobs');
  const report = createReporter(log).call;
  const events = createEvents(contracts, (reason) => log(`event not sent: ${reason}`));
  const context: AppContext = { workspace, grants: new Grants(), downloads: new Downloads(), emit: events.emit };
  const children = new Children((kind, payload, child) => startChild(kind, payload, { log, ...child }));
  const { start } = children;
  const notices = [...restored(context)];
  if (store.settings.get('language', appSettings.shape.language) === undefined) store.settings.changeApp({ language });

  const importing = new Importing(context, start);
  // What may compute only by itself: a training, the timing of a trial's methods, a study.
  const onBusy = (isBusy: boolean) => {
    runner.followBusy(isBusy);
    if (!isBusy) studies.next();
  };
  const onFree = () => {
    queue.proceed();
    if (!queue.isBusy) runner.followBusy(false);
  };
  const queue = createTrainingQueue(context, {
    startChild: start,
    log,
    followers: { onNews: (news, run) => runner.follow(news, run), onBusy },
    isHeld: () => studies.isBusy,
    ...(signs ? { signs } : {}),
  });
  const runner: TrialRunner = new TrialRunner(context, {
    queue,
    startChild: start,
    log,
    onTimed: () => studies.next(),
    sweep: (runId) => void studies.add({ kind: 'robustness', runId }),
  });
  const isTraining = () => queue.isBusy || runner.isTiming;
  const studies: StudyQueue = new StudyQueue(context, { startChild: start, log, isTraining, onFree });
  const packaging = new Packaging(context, { startChild: start, protection });
  const lines = new Lines(context, onInspecting ? { onInspecting } : {});
  const uploads = new Uploads(root, context.grants);
  const importSample = async (...sample: Parameters<Importing['importFolder']>) => {
    await importing.importFolder(...sample);
  };
  const implementations: Implementations<Contracts> = {
    projects: createProjectsService(context, { importSample }),
    imports: createImportsService(context, importing),
    images: createImagesService(context),
    training: createTrainingService(context, queue, { startChild: start }),
    results: createResultsService(context),
    judging: createJudgingService(context, { startChild: start }),
    trials: createTrialsService(context, { queue, runner, startChild: start }),
    studies: createStudiesService(context, studies),
    reports: createReportsService(context, printPdf ? { printPdf } : {}),
    quality: createQualityService(context),
    registry: createRegistryService(context, { startChild: start }),
    exports: createExportsService(context, { startChild: start }),
    packages: createPackagesService(context, packaging),
    backbones: createBackbonesService(context, { startChild: start }),
    line: createLineService(context, { lines, packaging }),
    reviews: createReviewsService(context, { importing, queue, startChild: start }),
    history: createHistoryService(context),
    system: createSystemService(context, { host, notices, restart, startChild: start }),
  };

  removeUnpacked(root);
  await settleSamples(context, () => importing.resume());
  // What cannot be removed now is tried again at the next start.
  await removeLeftovers(root, (folder) => importing.needs(folder)).catch((error) => log(`leftovers: ${error}`));
  notices.push(...queue.open());
  studies.open();
  runner.open();

  const channels = new Set<Channel>();
  return {
    library: importing.library,
    downloads: context.downloads,
    uploads,
    grants: context.grants,
    partPicture: (projectId, partId, size) => lines.picture(projectId, partId, size),
    isInspecting: () => lines.isInspecting,
    serve(channel) {
      channels.add(channel);
      channel.onClose(() => channels.delete(channel));
      serve(contracts, implementations, channel, { events, report });
    },
    onSettings(listener) {
      listener(store.settings.app());
      events.subscribe((name, value) => {
        if (name === 'system.settings') listener(appSettings.parse(value));
      });
    },
    async close() {
      for (const channel of channels) channel.close();
      // One that cannot end in order, because a file is held, say, keeps none of the others from it.
      const working = [lines, uploads, importing, runner, studies, queue];
      const ends = await Promise.allSettled(working.map((one) => one.close()));
      await children.end(patience);
      // The calls that waited for a child say so to a store that is still open.
      await setImmediate();
      context.downloads.close();
      workspace.close();
      for (const { reason } of ends.filter((end) => end.status === 'rejected')) log(`close: ${reason}`);
    },
  };
}

/** A backup took the place of the workspace at this opening: the log of decisions and the user are told. */
function restored(context: AppContext): Problem[] {
  const { restored: swapped } = context.workspace;
  if (!swapped) return [];
  const { name, createdAt, kept } = swapped;
  logged(context, (log) => log({ kind: 'workspace.restored', data: { path: name } }));
  return [toProblem(new NarashiError('system.restored', { createdAt, kept }))];
}
