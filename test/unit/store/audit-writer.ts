// Child process of audit-crash.test.ts: adds to the audit log without pause, saying after each entry that it is safe.
import { writeSync } from 'node:fs';
import { openStore } from '../../../main/store/index.ts';

const [path = ''] = process.argv.slice(2);
const store = openStore(path);
for (;;) {
  const { sequence } = store.audit.append({ kind: 'gates.changed', subject: 'project:1', data: {} });
  writeSync(1, `${sequence}\n`);
}
