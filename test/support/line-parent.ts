// A process that starts an inspection and does nothing more: to be killed. Says the inspection's pid once it is started.
import { startInspection } from '../../main/services/line/inspection-process.ts';

const [folder = '', root = ''] = process.argv.slice(2);
const inspection = startInspection({ folder, root });
process.stdout.write(`${inspection.pid}\n`);
