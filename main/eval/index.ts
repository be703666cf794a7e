// Public face of evaluation: pure functions over labels and probabilities.
export { argmaxRows } from './argmax.ts';
export { calibrationError, logLoss } from './calibration.ts';
export { balancedAccuracy, classMetrics, macroAverages } from './class-metrics.ts';
export { type Confusion, confusionMatrix } from './confusion.ts';
export { evaluate } from './evaluate.ts';
export { inspectionRates } from './inspection.ts';
export { clopperPearson, type Interval, rate, upperBound, wilson } from './intervals.ts';
export { memorisedShare } from './memorised.ts';
export { cheapestThreshold, type ErrorCosts, type ThresholdPoint, thresholdCurve } from './thresholds.ts';
