// One file of a source of images.
import type { SurveyedFile } from './survey.ts';

/** A file that may be an image, with what the source says about it. */
export type SourceFile = Omit<SurveyedFile, 'kind'> & {
  readonly kind: SurveyedFile['kind'] | 'missing' | 'outside' | 'unlisted';
  readonly part?: string;
  readonly line?: string;
  readonly camera?: string;
  readonly capturedAt?: string;
};
