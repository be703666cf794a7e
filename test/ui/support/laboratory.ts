// A whole app in memory around one project that has been trained: trainer, archive and office behind the built renderer.

import { packIdentities } from '../../../shared/contract/common.ts';
import { contracts } from '../../../shared/contract/index.ts';
import { defaultProjectSettings, type Project } from '../../../shared/contract/projects.ts';
import { sampleImplementations } from '../../contract/serving.ts';
import { type ArchiveState, makeArchive } from './archive.ts';
import { type BackbonesState, makeBackbones } from './backbones.ts';
import { makeJudging } from './judging.ts';
import { type LineDouble, makeLine } from './line.ts';
import { makeOffice, type OfficeState } from './office.ts';
import { makePackages, type PackagesState } from './packages.ts';
import { makeQuality, type QualityState } from './quality.ts';
import { goldenCandidates, makeRegistry, type RegistryState } from './registry.ts';
import { makeReports, type ReportsState } from './reports.ts';
import { makeReviews, type ReviewsState } from './reviews.ts';
import { openStage, type Stage } from './stage.ts';
import { makeStudies } from './studies.ts';
import { makeTrainer } from './trainer.ts';
import { makeTrials } from './trials.ts';

export interface Laboratory {
  readonly stage: Stage<typeof contracts>;
  readonly trainer: ReturnType<typeof makeTrainer>;
  readonly trials: ReturnType<typeof makeTrials>;
  readonly studies: ReturnType<typeof makeStudies>;
  readonly quality: QualityState;
  readonly reports: ReportsState;
  readonly packages: PackagesState;
  readonly backbones: BackbonesState;
  readonly line: LineDouble;
  readonly reviews: ReviewsState;
  readonly judging: ReturnType<typeof makeJudging>['state'];
  readonly archive: ArchiveState;
  readonly office: OfficeState;
  readonly registry: RegistryState;
}

export const project: Project = {
  id: 1,
  createdAt: '2026-11-20T00:00:00.000Z',
  archivedAt: null,
  isSample: false,
  settings: { ...defaultProjectSettings, name: '旋盤加工品の外観' },
  classes: [
    { id: 1, name: 'OK', verdict: 'OK', images: 300 },
    { id: 2, name: 'キズ', verdict: 'NG', images: 110 },
    { id: 3, name: '汚れ', verdict: 'NG', images: 90 },
  ],
  images: 500,
  unlabelled: 0,
  runs: 3,
  lastRunId: 3,
  cover: [],
};

export async function openLaboratory(): Promise<Laboratory> {
  let made: Omit<Laboratory, 'stage'> | undefined;
  const stage = await openStage(contracts, (emit) => {
    const trainer = makeTrainer(emit.training);
    const trials = makeTrials(emit.trials);
    const reports = makeReports(emit.reports);
    const studies = makeStudies(emit.studies);
    const quality = makeQuality(emit.quality);
    const packages = makePackages(emit.packages);
    const backbones = makeBackbones(emit.backbones);
    const line = makeLine(emit.line);
    const reviews = makeReviews(emit.reviews);
    const archive = makeArchive();
    const judging = makeJudging(archive.state);
    const office = makeOffice(emit.system);
    const registry = makeRegistry(emit.registry);
    made = {
      trainer,
      trials,
      studies,
      quality: quality.state,
      reports: reports.state,
      packages: packages.state,
      backbones: backbones.state,
      line: line.state,
      reviews: reviews.state,
      judging: judging.state,
      archive: archive.state,
      office: office.state,
      registry: registry.state,
    };
    const rest = sampleImplementations(contracts, []);
    return {
      ...rest,
      projects: { ...rest.projects, list: () => [project], get: () => project },
      // What the choice of golden images asks.
      images: {
        ...rest.images,
        find: () => ({ ids: packIdentities(goldenCandidates.map(({ id }) => id)) }),
        rows: ({ ids }) => goldenCandidates.filter(({ id }) => ids.includes(id)),
      },
      training: trainer.service,
      trials: trials.service,
      studies: studies.service,
      quality: quality.service,
      reports: reports.service,
      results: archive.resultsService,
      judging: judging.service,
      registry: registry.service,
      exports: archive.exportsService,
      packages: packages.service,
      backbones: backbones.service,
      line: line.service,
      reviews: reviews.service,
      history: archive.historyService,
      system: office.service,
    };
  });
  if (!made) throw new Error('The stage has no services');
  return { stage, ...made };
}
