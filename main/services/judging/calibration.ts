// How far a run's probabilities can be believed, as trained and with a temperature found on the validation images.
import type { Calibration } from '../../../shared/contract/judging.ts';
import type { Split } from '../../../shared/domain/dataset.ts';
import {
  applyTemperature,
  argmaxRows,
  calibrationError,
  fitTemperature,
  logLoss,
  reliabilityBins,
} from '../../eval/index.ts';
import type { Store } from '../../store/index.ts';
import { latestOf } from '../judged-images.ts';

/** With fewer validation images a temperature says more about them than about the model. */
const FEWEST = 30;
/** Bars of the diagram. */
const BINS = 10;

interface Probabilities {
  readonly labels: Int32Array;
  /** `[N,C]` */
  readonly rows: Float32Array;
}

/** @throws NarashiError store.run-not-found */
export function calibrationOf(store: Store, runId: number): Calibration {
  store.runs.get(runId);
  const [validation, test] = [probabilitiesOf(store, runId, 'validation'), probabilitiesOf(store, runId, 'test')];
  const classes = test.labels.length > 0 ? test.rows.length / test.labels.length : 1;
  const isFitted = validation.labels.length >= FEWEST;
  const temperature = isFitted ? fitTemperature(validation.labels, validation.rows, classes) : 1;
  return {
    temperature,
    fittedOn: isFitted ? validation.labels.length : 0,
    fewest: FEWEST,
    testImages: test.labels.length,
    before: reliabilityOf(test, classes),
    after: reliabilityOf({ ...test, rows: applyTemperature(test.rows, classes, temperature) }, classes),
  };
}

function probabilitiesOf(store: Store, runId: number, split: Split): Probabilities {
  const evaluation = latestOf(store.evaluations.list(runId), split);
  if (!evaluation) return { labels: new Int32Array(), rows: new Float32Array() };
  const images = [...store.predictions.list(evaluation.id)];
  const classes = evaluation.result.classes.length;
  const rows = new Float32Array(images.length * classes);
  for (const [place, { probabilities }] of images.entries()) rows.set(probabilities, place * classes);
  return { labels: Int32Array.from(images, ({ actual }) => actual), rows };
}

function reliabilityOf({ labels, rows }: Probabilities, classes: number): Calibration['before'] {
  const predicted = argmaxRows(rows, classes);
  const right = Array.from(predicted, (index, image) => index === labels[image]);
  const confidences = Array.from(predicted, (index, image) => Math.min(1, rows[image * classes + index] ?? 0));
  return {
    calibrationError: calibrationError(right, confidences),
    logLoss: logLoss(labels, rows, classes),
    bins: [...reliabilityBins(right, confidences, BINS)],
  };
}
