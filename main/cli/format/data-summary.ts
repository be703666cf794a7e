// What an import found, before anything is trained on it.
import type { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { ClassCount, ClassLabel, Split } from '../../../shared/domain/dataset.ts';
import type { ImportSummary } from '../../../shared/domain/images.ts';
import { count, duration } from '../../../shared/text/numbers.ts';
import type { PlainKey, Voice } from '../text.ts';
import { bullet } from './messages.ts';
import { pairs, table } from './table.ts';

export interface DataSummary {
  readonly folder: string;
  readonly summary: ImportSummary;
  readonly classes: readonly ClassLabel[];
  readonly counts: readonly ClassCount[];
  readonly skipped: readonly { readonly path: string; readonly reason: string; readonly code: SkipKind }[];
  readonly warnings: readonly NarashiError[];
}

export type SkipKind = 'duplicate' | 'conflict' | keyof ImportSummary['skipped'];

/** Files named one by one; the rest is counted. */
const NAMED = 5;

export function dataSummary(
  { folder, summary, classes, counts, skipped, warnings }: DataSummary,
  say: Voice,
  columns: number,
): string[] {
  const { images, decoded, seconds } = summary;
  const lines = [
    say('import.title', { folder }),
    `  ${say('import.summary', { images: count(images), classes: classes.length, seconds: duration(Math.max(1, seconds), say.language), decoded: count(decoded) })}`,
    '',
    ...classTable(classes, counts, say),
  ];
  const tallies = tallyLines(summary, say);
  const damaged = skipped.filter(({ code }) => code !== 'duplicate');
  return [
    ...lines,
    ...(tallies.length ? ['', say('import.left-out'), ...tallies] : []),
    ...damaged.slice(0, NAMED).map(({ path, code, reason }) => `    ${path}  (${skipText(code, reason, say)})`),
    ...(damaged.length > NAMED ? [`    ${say('import.and-more', { count: damaged.length - NAMED })}`] : []),
    ...[...warnings.map((warning) => warning.in(say.language)), ...verdictWarnings(classes, say)].flatMap((text) => [
      '',
      ...bullet(say('warning'), text, columns),
    ]),
  ];
}

function classTable(classes: readonly ClassLabel[], counts: readonly ClassCount[], say: Voice): string[] {
  const images = (classIndex: number, split?: Split) =>
    counts
      .filter((each) => each.classIndex === classIndex && (split === undefined || each.split === split))
      .reduce((sum, each) => sum + each.images, 0);
  const validated = counts.some(({ split }) => split === 'validation');
  const columns: readonly Split[] = validated ? ['train', 'validation', 'test'] : ['train', 'test'];
  return table(
    [
      { title: say('import.class') },
      { title: say('import.verdict') },
      { title: say('import.images'), align: 'right' },
      ...columns.map((split) => ({ title: say(`import.${split}`), align: 'right' as const })),
    ],
    classes.map(({ name, verdict }, index) => [
      name,
      verdict,
      count(images(index)),
      ...columns.map((split) => count(images(index, split))),
    ]),
    '  ',
  );
}

function tallyLines({ skipped, duplicates, conflicts, otherFiles }: ImportSummary, say: Voice): string[] {
  const keys = Object.keys(skippedKeys).filter(isSkipCode);
  const rows: (readonly [string, string])[] = [
    ...keys.map((code) => [say(`skip.${code}`), String(skipped[code] ?? 0)] as const),
    [say('import.duplicates'), String(duplicates)],
    [say('import.conflicts'), String(conflicts)],
    [say('import.others'), String(otherFiles)],
  ];
  return pairs(
    rows.filter(([, total]) => total !== '0'),
    '  ',
  );
}

const skippedKeys = {
  'data.image-empty': true,
  'data.image-unreadable': true,
  'data.image-truncated': true,
  'data.image-too-large': true,
  'data.image-kind-unsupported': true,
  'data.image-not-opened': true,
  'data.image-not-unpacked': true,
  'data.image-without-class': true,
} satisfies Record<keyof ImportSummary['skipped'], true>;

const isSkipCode = (code: string): code is keyof typeof skippedKeys => code in skippedKeys;

function skipText(code: SkipKind, reason: string, say: Voice): string {
  const key: PlainKey = `skip.${code}`;
  return reason && reason !== code ? `${say(key)}: ${reason}` : say(key);
}

/** Without both verdicts nobody can say how many defects escape. */
function verdictWarnings(classes: readonly ClassLabel[], say: Voice): string[] {
  const has = (wanted: string) => classes.some(({ verdict }) => verdict === wanted);
  return [...(has('OK') ? [] : [say('import.no-ok')]), ...(has('NG') ? [] : [say('import.no-ng')])];
}
