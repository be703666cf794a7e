// An app of its own that proves the model of run 1 and saves it: <folder> <destination>. Says which child it starts, what it
// is doing, and how it ended.
import { writeSync } from 'node:fs';
import { startChild } from '../../main/jobs/control/child.ts';
import { createExportsService } from '../../main/services/exports.ts';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { openContext } from './app-context.ts';

const [folder = '', destination = ''] = process.argv.slice(2);
const say = (line: string) => void writeSync(1, `${line}\n`);

const context = openContext(folder);
const exports = createExportsService(context, {
  startChild: (...job) => {
    const child = startChild(...job);
    say(`child ${child.pid}`);
    return child;
  },
});
const call = { signal: new AbortController().signal, progress: () => say('judging') };
try {
  say('proving');
  await exports.verify({ runId: 1 }, call);
  say('saving');
  await exports.save({ runId: 1, grant: context.grants.add({ kind: 'write', path: destination }) }, call);
  say('saved');
} catch (error) {
  say(`failed ${error instanceof NarashiError ? error.code : String(error)}`);
}
context.workspace.close();
