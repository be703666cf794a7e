// Which image goes where in an epoch: a seeded permutation, or draws that even out the classes.
import { type Random, random } from '../../shared/domain/random.ts';

/** `natural`: every image once. `balanced`: classes equally often. `softened`: by the square root of their size. */
export type Sampling = 'natural' | 'softened' | 'balanced';

export interface EpochPlan {
  readonly labels: Int32Array;
  readonly batchSize: number;
  readonly seed: number;
  readonly sampling: Sampling;
}

export interface EpochOrder {
  /** Positions in `labels`, `steps × batchSize` of them. */
  readonly indices: Int32Array;
  /** How often the same image came before in this epoch, so that repeats vary differently. */
  readonly repeats: Int32Array;
}

/** Batches per epoch. The last incomplete batch is dropped; a set smaller than one batch is cycled to fill it. */
export function stepsPerEpoch(images: number, batchSize: number): number {
  return Math.max(1, Math.floor(images / batchSize));
}

/** `count` draws from `members`: whole passes, each freshly shuffled, so that all are used equally often. */
function draw(members: Int32Array, count: number, stream: Random, target: Int32Array, at: number): void {
  const pool = members.slice();
  for (let done = 0; done < count; done += pool.length) {
    stream.shuffle(pool);
    target.set(pool.subarray(0, Math.min(pool.length, count - done)), at + done);
  }
}

/** Splits `total` in proportion to `weights`, to whole numbers (largest remainders). */
function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const shares = weights.map((weight) => (total * weight) / sum);
  const counts = shares.map(Math.floor);
  const left = total - counts.reduce((a, b) => a + b, 0);
  const byRemainder = shares.map((_, i) => i).sort((a, b) => ((shares[b] ?? 0) % 1) - ((shares[a] ?? 0) % 1) || a - b);
  for (const i of byRemainder.slice(0, left)) counts[i] = (counts[i] ?? 0) + 1;
  return counts;
}

function membersOf(labels: Int32Array): Int32Array[] {
  const classes: number[][] = [];
  labels.forEach((label, i) => {
    const members = classes[label] ?? [];
    classes[label] = members;
    members.push(i);
  });
  return classes.flatMap((members) => (members === undefined ? [] : [Int32Array.from(members)]));
}

/** The order of one epoch; depends on the plan and the epoch only, so that training resumes anywhere. */
export function epochOrder({ labels, batchSize, seed, sampling }: EpochPlan, epoch: number): EpochOrder {
  const stream = random(seed, 'order', epoch);
  const indices = new Int32Array(stepsPerEpoch(labels.length, batchSize) * batchSize);
  const power = { natural: 1, softened: 0.5, balanced: 0 }[sampling];
  const groups = sampling === 'natural' ? [Int32Array.from(labels, (_, i) => i)] : membersOf(labels);
  const counts = apportion(
    indices.length,
    groups.map((members) => members.length ** power),
  );
  let at = 0;
  groups.forEach((members, i) => {
    const count = counts[i] ?? 0;
    draw(members, count, stream, indices, at);
    at += count;
  });
  if (sampling !== 'natural') stream.shuffle(indices);
  const seen = new Uint16Array(labels.length);
  const repeats = indices.map((index) => {
    const before = seen[index] ?? 0;
    seen[index] = before + 1;
    return before;
  });
  return { indices, repeats };
}
