// What the backbone benchmark found, as Markdown: mean accuracy with intervals, paired differences, time to the final accuracy.
import { z } from 'zod';
import { signFlipTest } from '../../main/eval/statistics/sign-flip.ts';
import { meanInterval } from '../../main/eval/statistics/student.ts';

export const armLine = z.object({
  arm: z.string(),
  /** Training images of each class. */
  count: z.number(),
  seed: z.number(),
  epochs: z.number(),
  steps: z.number(),
  history: z.array(z.object({ epoch: z.number(), accuracy: z.number(), seconds: z.number() })),
});
export type ArmLine = z.infer<typeof armLine>;

const percent = (value: number) => (100 * value).toFixed(1);
const signed = (value: number) => `${value >= 0 ? '+' : '−'}${Math.abs(100 * value).toFixed(1)}`;
const final = ({ history }: ArmLine) => history.at(-1)?.accuracy ?? Number.NaN;

/** One row per arm and number of images; differences are to `scratch`, seed by seed. */
export function report(lines: readonly ArmLine[]): string {
  const groups = Map.groupBy(lines, ({ arm, count, epochs }) => `${count} ${arm} ${epochs}`);
  const rows = [...groups.values()].map((group) => rowOf(group, lines));
  rows.sort((a, b) => a.count - b.count || a.text.localeCompare(b.text));
  return [
    '| images per class | arm | epochs | accuracy, % (seeds) | mean, 95 % interval | less scratch, points | sign flips p | seconds to 95 % of its final accuracy | steps to 95 % of scratch’s |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(({ text }) => text),
  ].join('\n');
}

function rowOf(group: readonly ArmLine[], lines: readonly ArmLine[]): { count: number; text: string } {
  const sorted = group.toSorted((a, b) => a.seed - b.seed);
  const [first] = sorted;
  if (!first) throw new RangeError('an empty group');
  const { arm, count, epochs } = first;
  const { mean, interval } = meanInterval(sorted.map(final));
  const range = interval ? `${percent(mean)} (${percent(interval.low)} to ${percent(interval.high)})` : percent(mean);
  const pairs = sorted.flatMap((line) => {
    const other = lines.find((entry) => entry.arm === 'scratch' && entry.count === count && entry.seed === line.seed);
    return other && arm !== 'scratch' ? [{ line, other }] : [];
  });
  const differences = pairs.map(({ line, other }) => final(line) - final(other));
  const paired = differences.length ? meanInterval(differences) : undefined;
  const gain = paired
    ? `${signed(paired.mean)}${paired.interval ? ` (${signed(paired.interval.low)} to ${signed(paired.interval.high)})` : ''}`
    : '–';
  const goal = pairs.map(({ line, other }) => reached(line, 0.95 * final(other))?.steps);
  const own = sorted.map((line) => reached(line, 0.95 * final(line)));
  const steps = (arm === 'scratch' ? own.map((at) => at?.steps) : goal).map((value) => value ?? 'never').join(', ');
  const seconds = own.map((at) => at?.seconds.toFixed(1) ?? 'never').join(', ');
  const p = differences.length ? signFlipTest(differences).toFixed(3) : '–';
  const cells = [
    count,
    arm,
    epochs,
    sorted.map((line) => percent(final(line))).join(', '),
    range,
    gain,
    p,
    seconds,
    steps,
  ];
  return { count, text: `| ${cells.join(' | ')} |` };
}

/** Steps and seconds until an accuracy is reached for the first time and, at every later look, kept. */
function reached(
  { history, steps, epochs }: ArmLine,
  goal: number,
): { readonly steps: number; readonly seconds: number } | undefined {
  const below = history.findLastIndex(({ accuracy }) => accuracy < goal);
  const look = history[below + 1];
  return look && { steps: Math.round((look.epoch * steps) / epochs), seconds: look.seconds };
}
