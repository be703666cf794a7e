// Before the tests that open the renderer in a browser: built where it is older than its sources.
import { join } from 'node:path';
import { ensureBuilt, page } from '../../../main/host/launch/build.ts';

export default async function buildRenderer(): Promise<void> {
  await ensureBuilt(join(import.meta.dirname, '../../..'), page, () => {});
}
