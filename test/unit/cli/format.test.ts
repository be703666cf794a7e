// Tables, numbers and lines as people see them, in both languages; Japanese counts two columns.
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { dataSummary } from '../../../main/cli/format/data-summary.ts';
import { evaluationLines } from '../../../main/cli/format/evaluation.ts';
import { judgementColumns, judgementCsv, judgementLine } from '../../../main/cli/format/judgements.ts';
import { errorLines } from '../../../main/cli/format/messages.ts';
import { bar, epochLine, liveLine } from '../../../main/cli/format/progress.ts';
import { pairs, table } from '../../../main/cli/format/table.ts';
import { cut, pad, wrap } from '../../../main/cli/format/width.ts';
import { voice } from '../../../main/cli/text.ts';
import { evaluate } from '../../../main/eval/index.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { defaultRecipe } from '../../../shared/domain/recipe.ts';
import { bytes, clock, count, duration, interval, measure, none, percent, yen } from '../../../shared/text/numbers.ts';

const [english, japanese] = [voice('en'), voice('ja')];
const classes = [
  { name: '良品', verdict: 'OK' },
  { name: 'scratch', verdict: 'NG' },
] as const;

describe('columns', () => {
  it('line up with Japanese text', () => {
    const lines = table(
      [{ title: 'クラス' }, { title: 'n', align: 'right' }],
      [
        ['良品', '5'],
        ['scratch', '1234'],
      ],
      '  ',
    );
    expect(lines).toEqual(['  クラス      n', '  ───────  ────', '  良品        5', '  scratch  1234']);
    expect(
      pairs([
        ['正解率', 'a'],
        ['x', 'b'],
      ]),
    ).toEqual(['正解率  a', 'x       b']);
    expect(pad('良', 4, 'right')).toBe('  良');
  });

  it('cut without splitting a character', () => {
    expect(cut('良品と不良品', 7)).toBe('良品と…');
    expect(cut('short', 7)).toBe('short');
  });

  it.each([12, 20, 33])('wrap Japanese and English to %d columns', (width) => {
    const text = 'フォルダー「C:\\images\\lot 7」を開けません。何も変更していません。Nothing was changed here, at all.';
    const lines = wrap(text, width).split('\n');
    for (const line of lines) {
      expect(stringWidth(line)).toBeLessThanOrEqual(Math.max(width, 20));
      expect(line).not.toMatch(/^[、。」]/u);
    }
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
  });
});

describe('numbers', () => {
  const cases: readonly (readonly [given: string, shown: string, wanted: string])[] = [
    ['percent en', percent(0.975, 'en'), '97.5 %'],
    ['percent ja', percent(0.975, 'ja'), '97.5%'],
    ['percent 0', percent(0, 'en'), '0 %'],
    ['percent 1', percent(1, 'ja'), '100%'],
    ['percent nothing', percent(null, 'en'), none],
    ['interval', interval({ low: 0, high: 0.0881 }, 'en'), '0–8.8 %'],
    ['seconds', duration(42.4, 'en'), '42 s'],
    ['rounds up to a minute', duration(59.7, 'en'), '1 min 00 s'],
    ['minutes', duration(100, 'ja'), '1分40秒'],
    ['hours', duration(7500, 'en'), '2 h 05 min'],
    ['no time', duration(null, 'ja'), none],
    ['clock', clock(65), '1:05'],
    ['long clock', clock(3665), '1:01:05'],
    ['thousands', count(12345), '12,345'],
    ['three digits', measure(0.03456), '0.0346'],
    ['large', measure(1234.5), '1235'],
    ['tiny', measure(0.0000123), '1.2e-5'],
    ['not a number', measure(Number.NaN), none],
    ['negative', measure(-0.5), '-0.500'],
    ['bytes', bytes(4_900_000, 'en'), '4.9 MB'],
    ['yen', yen(0.104, 'ja'), '0.10円'],
    ['more yen', yen(1234, 'en'), '1,234 yen'],
  ];
  it.each(cases)('%s', (_, shown, wanted) => expect(shown).toBe(wanted));
});

describe('an evaluation', () => {
  const labels = [...Array<number>(40).fill(1), ...Array<number>(10).fill(0)];
  const result = (wrong: number) =>
    evaluate(
      labels,
      labels.flatMap((label, index) => (label === 1 && index >= wrong ? [0.1, 0.9] : [0.9, 0.1])),
      classes,
    );

  it('says what no escape in 40 still allows', () => {
    expect(evaluationLines(result(0), english).join('\n')).toContain('0 of 40 missed still allows up to 7.2 % escape');
    expect(evaluationLines(result(0), japanese).join('\n')).toContain('40枚中0枚の見逃しでも、真の見逃し率は最大7.2%');
  });

  it('never hides escape and overkill', () => {
    const lines = evaluationLines(result(4), english).join('\n');
    expect(lines).toMatch(/escape \(NG part judged OK\)\s+10\.0 %\s+4 of 40; true value 2\.8–23\.7 %/);
    expect(lines).toMatch(/overkill \(OK part judged NG\)\s+0 %\s+0 of 10/);
    expect(lines).not.toMatch(/false (positive|negative)/i);
  });

  it('shows every cell of the confusion matrix', () => {
    expect(evaluationLines(result(4), english).slice(-4)).toEqual([
      '           良品  scratch',
      '  ───────  ────  ───────',
      '  良品       10        ·',
      '  scratch     4       36',
    ]);
  });

  it('says so where a rate cannot be measured', () => {
    const onlyBad = evaluate([1, 1], [0.1, 0.9, 0.1, 0.9], classes);
    expect(evaluationLines(onlyBad, english).join('\n')).toMatch(/overkill .*not measured/);
  });
});

describe('a data summary', () => {
  const summary = {
    folder: 'parts',
    classes: [
      { name: '良品', count: 30 },
      { name: 'scratch', count: 3 },
    ],
    images: 33,
    decoded: 33,
    duplicates: 2,
    conflicts: 0,
    skipped: { 'data.image-empty': 1 },
    otherFiles: 0,
    bytes: 1,
    seconds: 0.3,
  } as const;
  const data = {
    folder: '/data/部品',
    summary,
    classes,
    counts: [
      { classIndex: 0, split: 'train', images: 24 },
      { classIndex: 0, split: 'test', images: 6 },
      { classIndex: 1, split: 'train', images: 3 },
    ],
    skipped: [
      { path: 'scratch/a.png', reason: '', code: 'data.image-empty' },
      { path: '良品/b.png', reason: 'duplicate', code: 'duplicate' },
    ],
    warnings: [new NarashiError('data.few-images-class', { name: 'scratch', count: 3 })],
  } as const;

  it('counts classes, tells what was left out and warns', () => {
    const text = dataSummary(data, english, 100).join('\n');
    expect(text).toMatch(/良品 +OK +30 +24 +6/);
    expect(text).toMatch(/scratch +NG +3 +3 +0/);
    expect(text).toMatch(/empty file +1/);
    expect(text).toMatch(/used once +2/);
    expect(text).toContain('scratch/a.png  (empty file)');
    expect(text).toContain('The class "scratch" has only 3 images');
  });

  it('asks for OK classes where none is known', () => {
    const allBad = { ...data, classes: classes.map(({ name }) => ({ name, verdict: 'NG' as const })) };
    expect(dataSummary(allBad, japanese, 100).join('\n').replaceAll(/\n\s*/gu, '')).toContain('OKのクラスがないため');
  });
});

describe('progress', () => {
  const recipe = { ...defaultRecipe(), epochs: 10 };
  const step = {
    epoch: 3,
    step: 5,
    stepsPerEpoch: 10,
    kind: 'thorough',
    loss: 0.4123,
    perturbedLoss: 0.5,
    lambda: 1.08,
    learningRate: 0.05,
    seconds: 0.1,
  } as const;
  const pace = { imagesPerSecond: 312, secondsLeft: 42, sharpness: 0.0312 };

  it('shows speed, time left, loss, λ and sharpness', () => {
    expect(liveLine(step, recipe, pace, english, 120)).toBe(
      '█████░░░░░░░░░░░░░░░  25% epoch 3/10 · 312 images/s · 0:42 left · loss 0.412 · λ 1.08 · sharpness 0.0312',
    );
  });

  it.each([20, 40, 80])('never exceeds %d columns', (columns) => {
    expect(stringWidth(liveLine(step, recipe, pace, japanese, columns))).toBeLessThan(columns);
  });

  it('has no λ without an ascent', () => {
    expect(liveLine(step, { ...recipe, method: 'sgd' }, pace, japanese, 120)).not.toContain('λ');
  });

  it('is one line per epoch in a log', () => {
    const report = {
      epoch: 3,
      loss: null,
      perturbedLoss: 0.5,
      sharpness: null,
      gradientNorm: 1,
      trainAccuracy: 0.9,
      skippedSteps: 0,
      seconds: 2,
      imagesPerSecond: 99.6,
      lambda: 1,
      rho: 0.05,
      learningRate: 0.05,
      gradientEvaluations: 11,
      validationLoss: null,
      validationAccuracy: 0.8,
      validationBalancedAccuracy: 0.8,
    };
    expect(epochLine(report, recipe, 9, english)).toBe(
      '  epoch  3/10  loss 0.500  · training accuracy 90.0 % · validation 80.0 % · λ 1.00 · sharpness – · 100 images/s · 0:09 left',
    );
  });

  it('fills its bar from 0 to 1', () => {
    expect([bar(0, 4), bar(0.5, 4), bar(1.2, 4)]).toEqual(['░░░░', '██░░', '████']);
  });
});

describe('judgements', () => {
  const good = {
    path: '/a/良品 1.png',
    verdict: 'OK',
    className: '良品',
    classIndex: 0,
    probability: 0.98765,
    probabilities: [0.98765, 0.01235],
    error: null,
  } as const;
  const unread = {
    path: 'b,"c".png',
    verdict: 'NG',
    className: null,
    classIndex: -1,
    probability: null,
    probabilities: [],
    error: new NarashiError('data.image-empty', { path: 'b,"c".png' }),
  } as const;

  it('line up', () => {
    const columns = judgementColumns(classes, english);
    const lines = [...columns.header, judgementLine(good, columns, english), judgementLine(unread, columns, english)];
    expect(lines).toEqual([
      'verdict  class       probability  image',
      '───────  ──────────  ───────────  ──────────────────────────────',
      'OK       良品             98.8 %  /a/良品 1.png',
      'NG       unreadable            –  b,"c".png',
    ]);
  });

  it('open in Excel: byte order mark, CR LF, quoted', () => {
    expect(judgementCsv([good, unread], classes, english)).toBe(
      '\u{feff}image,verdict,class,probability,p(良品),p(scratch),error\r\n' +
        '/a/良品 1.png,OK,良品,0.987650,0.987650,0.012350,\r\n' +
        `"b,""c"".png",NG,,,,,"data.image-empty: ${unread.error.in('en').replaceAll('"', '""')}"\r\n`,
    );
  });
});

describe('errors', () => {
  it('begin with their code, in either language', () => {
    const error = new NarashiError('data.one-class', { name: 'OK' });
    expect(errorLines(error, english, 80)[0]).toBe('Error [data.one-class]');
    expect(errorLines(error, japanese, 200).join('')).toContain('クラスは二つ以上必要です');
  });
});
