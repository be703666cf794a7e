// Public face of evaluation: pure functions over labels and probabilities.
export { argmaxRows } from './argmax.ts';
export { calibrationError, logLoss } from './calibration.ts';
export { balancedAccuracy, classMetrics, macroAverages } from './class-metrics.ts';
export { confidentLearning, type SuspectLabel, suspectLabels } from './confident-learning.ts';
export { type Confusion, confusionMatrix } from './confusion.ts';
export { evaluate } from './evaluate.ts';
export { inspectionRates } from './inspection.ts';
export { clopperPearson, type Interval, rate, upperBound, wilson } from './intervals.ts';
export { lookAlikes } from './look-alikes.ts';
export { memorisedShare } from './memorised.ts';
export { mcnemarExact, signTest } from './statistics/binomial.ts';
export { type BootstrapOptions, bootstrapMean, crossedBootstrap } from './statistics/bootstrap.ts';
export { holm } from './statistics/holm.ts';
export { cohenKappa, type Kappa } from './statistics/kappa.ts';
export { signFlipTest } from './statistics/sign-flip.ts';
export { type MeanInterval, meanInterval, studentQuantile } from './statistics/student.ts';
export { applyTemperature, fitTemperature } from './statistics/temperature.ts';
export { cheapestThreshold, type ErrorCosts, type ThresholdPoint, thresholdCurve } from './thresholds.ts';
