// Writes one small checkpoint to the path given and prints how that went. For processes that may not write as they like.
import { writeCheckpoint } from '../../main/train/checkpoint.ts';
import { toyCheckpoint } from './toy-checkpoint.ts';

const [path = ''] = process.argv.slice(2);
await writeCheckpoint(path, toyCheckpoint(0, 4096)).then(
  () => console.log('written'),
  (error: Error & { code?: unknown }) => console.log(error.code),
);
