// The list of runs, and one run's whole record.
import type { EpochMetrics, JsonValue, RunAttempt, RunDetails, RunSummary } from '../../../shared/domain/run.ts';
import { bytes, count, duration, measure, moment, none, percent, yen } from '../../../shared/text/numbers.ts';
import { commandLine, repeatWords } from '../repeat.ts';
import type { Voice } from '../text.ts';
import { evaluationLines } from './evaluation.ts';
import { costRows } from './outcome.ts';
import { pairs, table } from './table.ts';
import { cut } from './width.ts';

export function runList(runs: readonly RunSummary[], say: Voice): string[] {
  const right = (title: string) => ({ title, align: 'right' as const });
  const { language } = say;
  const unfinished = runs.filter(
    ({ status, projectId }) => projectId === null && (status === 'stopped' || status === 'interrupted'),
  );
  const newest = unfinished.at(-1);
  return [
    ...table(
      [
        right(say('runs.number')),
        { title: say('runs.status') },
        { title: say('runs.started') },
        { title: say('runs.data') },
        { title: say('runs.network') },
        { title: say('runs.method') },
        right(say('runs.epochs')),
        right(say('runs.accuracy')),
        right(say('runs.escape')),
        right(say('runs.overkill')),
        right(say('runs.time')),
        right(say('runs.cost')),
      ],
      runs.map((run) => [
        String(run.id),
        say(`status.${run.status}`),
        moment(run.startedAt ?? run.createdAt),
        run.projectName === null ? lastPart(run.dataset) : cut(run.projectName, 24),
        run.network,
        run.method,
        String(run.epochs),
        percent(run.testAccuracy, language),
        percent(run.testEscape, language),
        percent(run.testOverkill, language),
        duration(run.seconds, language),
        yen(run.yen, language),
      ]),
    ),
    ...(newest
      ? [
          '',
          say('runs.resumable', {
            runs: unfinished.map(({ id }) => id).join(', '),
            command: commandLine(['resume', String(newest.id)]),
          }),
        ]
      : []),
  ];
}

/** The folder's own name: data sets are named by their path. */
function lastPart(path: string | null): string {
  const name = path?.split(/[\\/]/u).findLast((part) => part !== '');
  return name ? cut(name, 24) : none;
}

export function runRecord(details: RunDetails, say: Voice): string[] {
  const { run, snapshot, datasets, epochs, evaluations, artefacts, cost, attempts } = details;
  const evaluation = evaluations.findLast(({ split }) => split === 'test');
  const command = repeatWords(details);
  return [
    say('show.title', { run: run.id, status: say(`status.${run.status}`) }),
    ...pairs(
      [
        ...(run.failure
          ? [[say('show.failure'), `${run.failure.code ?? ''} ${run.failure.message}`.trim()] as const]
          : []),
        [say('show.created'), moment(run.createdAt)],
        [say('show.started'), moment(run.startedAt)],
        [say('show.ended'), moment(run.endedAt)],
        ...(run.resumeCount > 0 ? [[say('show.resumed'), say('show.times', { count: run.resumeCount })] as const] : []),
      ],
      '  ',
    ),
    '',
    say('show.data'),
    ...pairs(
      [
        ...datasets.map(({ root }) => [say('show.folder'), root] as const),
        [say('show.digest'), snapshot.digest],
        [say('import.images'), count(snapshot.imageCount)],
        ...snapshot.classes.map(
          ({ name, verdict }, index) => [name, `${verdict}  ${splitCounts(details, index, say)}`] as const,
        ),
      ],
      '  ',
    ),
    '',
    say('show.settings'),
    ...pairs([...settings(run.hyperParameters), [say('show.initial'), run.initialWeights ?? none]], '  '),
    ...attempts.flatMap((attempt) => ['', ...attemptLines(attempt, say)]),
    ...(epochs.length ? ['', say('show.epochs'), ...epochTable(epochs, say)] : []),
    ...(evaluation
      ? ['', say('result.title', { images: evaluation.result.images }), ...evaluationLines(evaluation.result, say)]
      : []),
    ...(cost ? ['', say('show.cost'), ...pairs(costRows(cost, say), '  ')] : []),
    ...(artefacts.length
      ? [
          '',
          say('show.files'),
          ...artefacts.flatMap(({ kind, path, bytes: size, sha256 }) => [
            ...pairs([[say(`show.${kind}`), `${path}  (${bytes(size, say.language)})`]], '  '),
            `    SHA-256 ${sha256}`,
          ]),
        ]
      : []),
    ...(command ? ['', say('show.repeat'), `  ${commandLine(command)}`] : []),
  ];
}

function splitCounts({ counts }: RunDetails, classIndex: number, say: Voice): string {
  return counts
    .filter((each) => each.classIndex === classIndex)
    .map(({ split, images }) => `${say(`import.${split}`)} ${images}`)
    .join(', ');
}

function settings(values: { readonly [key: string]: JsonValue }, prefix = ''): (readonly [string, string])[] {
  return Object.entries(values).flatMap(([key, value]) =>
    isObject(value) ? settings(value, `${prefix}${key}.`) : [[`${prefix}${key}`, String(value)] as const],
  );
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function attemptLines(attempt: RunAttempt, say: Voice): string[] {
  const { number, device, executor, narashi, onnxruntime, node, host, startedAt, endedAt, outcome } = attempt;
  const end = outcome ? `${moment(endedAt)} (${say(`status.${outcome}`)})` : '';
  return [
    say('show.environment', { number }),
    ...pairs(
      [
        [say('show.device'), device],
        [say('show.executor'), executor],
        [say('show.versions'), `narashi ${narashi}, ${onnxruntime}, node ${node}`],
        [say('show.host'), host],
        [say('show.period'), `${moment(startedAt)} – ${end}`],
      ],
      '  ',
    ),
  ];
}

function epochTable(epochs: readonly EpochMetrics[], say: Voice): string[] {
  const validated = epochs.some(({ validationAccuracy }) => validationAccuracy !== null);
  const titles = [
    say('show.epoch'),
    say('show.loss'),
    say('show.training-accuracy'),
    ...(validated ? [say('show.validation-accuracy')] : []),
    'λ',
    say('show.sharpness'),
    say('show.rate'),
  ];
  return table(
    titles.map((title) => ({ title, align: 'right' })),
    epochs.map((each) => [
      String(each.epoch),
      measure(each.loss),
      percent(each.trainAccuracy, say.language),
      ...(validated ? [percent(each.validationAccuracy, say.language)] : []),
      measure(each.lambda),
      measure(each.sharpness),
      each.imagesPerSecond === null ? none : count(each.imagesPerSecond),
    ]),
    '  ',
  );
}
