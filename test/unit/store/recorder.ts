// Child process of snapshots.test.ts: records so many images in a new database and says what that took at its height.
// In a process of its own, whose heap is kept small, neither other tests nor garbage yet to be collected count.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { openStore } from '../../../main/store/index.ts';
import type { ImageEntry } from '../../../shared/domain/dataset.ts';

const [path = '', count = '0'] = process.argv.slice(2);
const store = openStore(path);
const dataset = store.datasets.create('大量', '/data');

function* images(): Generator<ImageEntry> {
  for (let index = 0; index < Number(count); index++) {
    const name = `外観/${String(index).padStart(6, '0')}.png`;
    const contentHash = createHash('sha256').update(name).digest('hex');
    yield { path: name, contentHash, className: '良品', split: 'train', lot: `L${index % 7}` };
  }
}

/** Bytes. Of this program alone: Linux counts what started it into the usual figure. */
function peak(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const kibibytes = /^VmHWM:\s+(\d+) kB/mu.exec(status)?.[1];
  return 1024 * (kibibytes === undefined ? process.resourceUsage().maxRSS : Number(kibibytes));
}

const before = process.memoryUsage().rss;
const begin = performance.now();
const classes = [{ name: '良品', verdict: 'OK' }] as const;
const { snapshot } = await store.snapshots.record({ datasetId: dataset.id, classes, images: images() });
const seconds = (performance.now() - begin) / 1000;
const mebibytes = (peak() - before) / 2 ** 20;
store.close();
console.log(JSON.stringify({ images: snapshot.imageCount, seconds, mebibytes }));
