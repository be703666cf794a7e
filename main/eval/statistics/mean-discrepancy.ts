// Whether two samples of several measures differ, also in how the measures go together: the maximum mean discrepancy.
import { type Random, random } from '../../../shared/domain/random.ts';

export interface MeanDiscrepancy {
  /** Unbiased estimate of MMD² (Gretton et al. 2012); about 0, also below, where nothing differs. */
  readonly squared: number;
  /** From permutations, (hits + 1) ÷ (permutations + 1). */
  readonly pValue: number;
  /** Of the Gaussian kernel: the median distance. */
  readonly width: number;
}

export interface DiscrepancyOptions {
  readonly seed?: number;
  readonly permutations?: number;
  /** Points of each sample at most; more are drawn from. */
  readonly most?: number;
}

const ROWS_A_PIECE = 12;
const PERMUTATIONS_A_PIECE = 6;
/** Distances the median is taken of. */
const DISTANCES = 4_000;

/** At once. @throws RangeError where one of them has fewer than two points */
export function meanDiscrepancy(
  one: readonly (readonly number[])[],
  other: readonly (readonly number[])[],
  options: DiscrepancyOptions = {},
): MeanDiscrepancy {
  const pieces = discrepancyPieces(one, other, options);
  for (;;) {
    const piece = pieces.next();
    if (piece.done) return piece.value;
  }
}

/** In pieces of a few milliseconds, for a process that has other things to do. Rows should be of comparable scale. */
export function* discrepancyPieces(
  one: readonly (readonly number[])[],
  other: readonly (readonly number[])[],
  { seed = 0, permutations = 199, most = 300 }: DiscrepancyOptions = {},
): Generator<undefined, MeanDiscrepancy> {
  const stream = random(seed, 'mean discrepancy');
  const [first, second] = [drawn(one, most, stream), drawn(other, most, stream)];
  if (first.length < 2 || second.length < 2) throw new RangeError('fewer than two points');
  const points = [...first, ...second];
  const count = points.length;
  const kernel = new Float64Array(count * count);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < row; column++) {
      const squared = squaredDistance(points[row] ?? [], points[column] ?? []);
      kernel[row * count + column] = squared;
      kernel[column * count + row] = squared;
    }
    if (row % ROWS_A_PIECE === 0) yield;
  }
  const width = medianDistance(kernel, count);
  const rowSums = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (column === row) continue;
      const at = row * count + column;
      kernel[at] = width > 0 ? Math.exp(-(kernel[at] ?? 0) / (2 * width * width)) : Number(kernel[at] === 0);
      rowSums[row] = (rowSums[row] ?? 0) + (kernel[at] ?? 0);
    }
    if (row % ROWS_A_PIECE === 0) yield;
  }
  const total = rowSums.reduce((sum, value) => sum + value, 0);
  const order = Int32Array.from({ length: count }, (_, index) => index);
  const of = () => unbiased({ kernel, rowSums, total, order, size: first.length });
  const squared = of();
  let hits = 0;
  for (let permutation = 0; permutation < permutations; permutation++) {
    stream.shuffle(order);
    // Sums of the same numbers in another order may differ in the last digits; those count as equal.
    if (of() >= squared - 1e-12) hits++;
    if (permutation % PERMUTATIONS_A_PIECE === 0) yield;
  }
  return { squared, pValue: (hits + 1) / (permutations + 1), width };
}

function drawn<T>(points: readonly T[], most: number, stream: Random): T[] {
  if (points.length <= most) return [...points];
  const order = Int32Array.from({ length: points.length }, (_, index) => index);
  stream.shuffle(order);
  return [...order.subarray(0, most)].flatMap((index) => points.slice(index, index + 1));
}

function squaredDistance(one: readonly number[], other: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += ((one[at] ?? 0) - (other[at] ?? 0)) ** 2;
  return sum;
}

/** Of evenly spread pairs, since sorting all would take long. */
function medianDistance(squares: Float64Array, count: number): number {
  const found: number[] = [];
  const pairs = (count * (count - 1)) / 2;
  const step = Math.max(1, Math.floor(pairs / DISTANCES));
  let at = 0;
  for (let row = 1; row < count; row++) {
    for (let column = 0; column < row; column++) {
      if (at++ % step === 0) found.push(squares[row * count + column] ?? 0);
    }
  }
  found.sort((one, other) => one - other);
  return Math.sqrt(found[Math.floor(found.length / 2)] ?? 0);
}

interface Division {
  readonly kernel: Float64Array;
  readonly rowSums: Float64Array;
  readonly total: number;
  /** The first `size` of it are one sample, the rest the other. */
  readonly order: Int32Array;
  readonly size: number;
}

function unbiased({ kernel, rowSums, total, order, size }: Division): number {
  const count = order.length;
  const members = order.subarray(0, size);
  let [within, ofMembers] = [0, 0];
  for (let place = 0; place < size; place++) {
    const row = (members[place] ?? 0) * count;
    ofMembers += rowSums[members[place] ?? 0] ?? 0;
    for (let before = 0; before < place; before++) within += kernel[row + (members[before] ?? 0)] ?? 0;
  }
  const ofOne = 2 * within;
  const across = ofMembers - ofOne;
  const ofOther = total - ofOne - 2 * across;
  const others = count - size;
  return ofOne / (size * (size - 1)) + ofOther / (others * (others - 1)) - (2 * across) / (size * others);
}
