// An app of its own that opens a workspace, goes on with what it finds there or begins an import, and confirms it. Says
// on its output which children it starts, which phases it reaches, and `finished` once the images are in the project.
import { startChild } from '../../main/jobs/control/child.ts';
import { Importing } from '../../main/services/import/importing.ts';
import { openContext } from './app-context.ts';

const [folder = '', source = ''] = process.argv.slice(2);
const projectId = 1;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const context = openContext(folder);
const { store } = context.workspace;
const importing = new Importing(context, (kind, payload, options) => {
  const child = startChild(kind, payload, options);
  say(`child ${child.pid}`);
  return child;
});
await importing.resume();
const isDone = (): boolean => store.projectImages.facets(projectId).total > 0;
if (!isDone() && importing.active(projectId).length === 0) importing.inspect(projectId, [source]);
for (let state = importing.active(projectId)[0]; state !== undefined && !isDone(); ) {
  say(`phase ${state.phase} ${state.failure?.code ?? ''}`);
  if (state.phase === 'inspected') await importing.confirm(state.importId, []);
  await importing.settled();
  state = importing.active(projectId)[0];
  if (state?.phase === 'failed') throw new Error(JSON.stringify(state.failure));
}
await importing.close();
context.workspace.close();
say('finished');
