// The services over a workspace of their own, called as a window calls them: checked on the way in and out.
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { AppContext } from '../../../main/services/context.ts';
import { Downloads } from '../../../main/services/downloads.ts';
import { Grants } from '../../../main/services/grants.ts';
import { createHistoryService } from '../../../main/services/history.ts';
import { createImagesService } from '../../../main/services/images.ts';
import { createJudgingService } from '../../../main/services/judging.ts';
import { createProjectsService } from '../../../main/services/projects.ts';
import { createRegistryService } from '../../../main/services/registry.ts';
import { createResultsService } from '../../../main/services/results.ts';
import type { SampleParts } from '../../../main/services/sample-project.ts';
import { openWorkspace } from '../../../main/services/workspace.ts';
import { contracts } from '../../../shared/contract/index.ts';
import { memoryPair } from '../../../shared/rpc/channels/memory.ts';
import { connect } from '../../../shared/rpc/client.ts';
import { createEvents } from '../../../shared/rpc/events.ts';
import { serve } from '../../../shared/rpc/server.ts';
import { startInProcess } from '../../support/in-process.ts';
import { temporaryFolder } from '../store/fixture.ts';

const { projects, images, results, judging, registry, history } = contracts;
const served = { projects, images, results, judging, registry, history };

export interface App {
  readonly context: AppContext;
  readonly clients: ReturnType<typeof connect<typeof served>>;
  /** Events sent so far, as `service.event` with their value. */
  readonly events: (readonly [name: string, value: unknown])[];
  /** Errors no caller may see, and answers or events that break their contract; must be empty when the test ends. */
  readonly failures: unknown[];
}

export function startApp(importSample: SampleParts['importSample'] = async () => {}, draw?: SampleParts['draw']): App {
  const workspace = openWorkspace(join(temporaryFolder(), '作業'));
  const failures: unknown[] = [];
  const { emit, subscribe } = createEvents(contracts, (reason) => failures.push(reason));
  const events: App['events'] = [];
  subscribe((name, value) => events.push([name, value]));
  const context: AppContext = { workspace, grants: new Grants(), downloads: new Downloads(), emit };
  const [near, far] = memoryPair();
  serve(
    served,
    {
      projects: createProjectsService(context, { importSample, ...(draw ? { draw } : {}) }),
      images: createImagesService(context),
      results: createResultsService(context),
      judging: createJudgingService(context, { startChild: startInProcess() }),
      registry: createRegistryService(context, { startChild: startInProcess() }),
      history: createHistoryService(context),
    },
    far,
    { events: { subscribe: () => () => {} }, report: (failure) => failures.push(failure) },
  );
  onTestFinished(() => {
    near.close();
    workspace.close();
    expect(failures).toEqual([]);
  });
  return { context, clients: connect(served, near), events, failures };
}

/** The kinds logged so far, oldest first. */
export function logged({ context }: App): string[] {
  return context.workspace.store.activity
    .list({ limit: 500 })
    .map(({ kind }) => kind)
    .reverse();
}
