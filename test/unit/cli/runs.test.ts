// The list of runs holds those of the app beside those of the command line; only the latter are offered to resume.
import { expect, it } from 'vitest';
import { runList } from '../../../main/cli/format/runs.ts';
import { voice } from '../../../main/cli/text.ts';
import { environment, sampleProject, sampleRun, temporaryStore } from '../store/fixture.ts';

it('narashi runs lists runs of the app by project and those of the command line by folder', async () => {
  const { store } = temporaryStore();
  const { snapshotId } = await sampleRun(store);
  const { id: projectId } = sampleProject(store, '歯車の外観');
  store.runs.create({ snapshotId, network: 'tiny', method: 'sgd', seed: 1, hyperParameters: {}, projectId });
  for (const id of [1, 2]) {
    store.runs.start(id, environment);
    store.runs.end(id, 'stopped');
  }
  const lines = runList(store.listRuns(), voice('en'));
  expect(lines.find((line) => / 1 /.test(line))).toMatch(/stopped.*ねじ.*small/);
  expect(lines.find((line) => / 2 /.test(line))).toMatch(/stopped.*歯車の外観.*tiny/);
  expect(lines.at(-1)).toMatch(/^Unfinished: 1\. /);
});
