// A parent that starts a child, says its number, and waits to be killed.
import { fileURLToPath } from 'node:url';
import { startChild } from '../../main/jobs/control/child.ts';

const [kind = ''] = process.argv.slice(2);
const entry = fileURLToPath(new URL('./job-child.ts', import.meta.url));
const child = startChild(kind, null, {
  entry,
  onEvent: () => {
    process.stdout.write(`${child.pid}\n`);
  },
});
await child.result;
