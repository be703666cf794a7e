// All that a report says, gathered before a word of it is written.
import type { ReportDraft } from '../../../shared/contract/reports.ts';
import type { Trial, TrialResult } from '../../../shared/contract/trials.ts';
import type { Benefit, Economics, MeasuredChange } from '../../../shared/domain/benefit.ts';
import type { ClassLabel } from '../../../shared/domain/dataset.ts';

export interface ReportData {
  readonly draft: ReportDraft;
  /** Name of the project, or of the folder the images came from. */
  readonly source: string;
  readonly trial: Trial;
  readonly result: TrialResult;
  readonly economics: Economics;
  readonly measured: MeasuredChange;
  readonly benefit: Benefit;
  readonly data: {
    /** SHA-256 over all images, labels and splits. */
    readonly digest: string;
    readonly classes: readonly ClassLabel[];
    readonly train: number;
    readonly validation: number;
    readonly test: number;
  };
  /** Settings that all trainings share, as the first of them had them. */
  readonly recipe: { readonly network: string; readonly size: number; readonly batchSize: number };
  readonly program: string;
  /** ISO 8601. */
  readonly createdAt: string;
}
