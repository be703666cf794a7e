// The golden set (限度見本): images of which the plant has said once and for all how they are to be judged.
import { z } from 'zod';
import { verdicts } from './dataset.ts';

/** A limit sample: just good enough, or just not. */
export const goldenMarks = ['limit-ok', 'limit-ng'] as const;
export type GoldenMark = (typeof goldenMarks)[number];

export const goldenImage = z.object({
  /** SHA-256 of the original. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** As it was called when the version was made. */
  path: z.string(),
  /** Null: without a label, which only limit samples may be. */
  className: z.string().nullable(),
  /** How it is to be judged: a limit sample as its mark says, any other as its class. */
  verdict: z.enum(verdicts),
  mark: z.enum(goldenMarks).nullable(),
});
export type GoldenImage = z.infer<typeof goldenImage>;

export interface GoldenSet {
  readonly id: number;
  readonly projectId: number;
  /** 1, 2, … in the project. */
  readonly version: number;
  readonly name: string;
  readonly reason: string;
  readonly operator: string;
  readonly at: string;
  readonly images: number;
  /** SHA-256 of the canonical JSON of its images. */
  readonly digest: string;
}

/** A model's judgement of one golden image, in the order of the set. */
export const goldenScore = z.object({
  /** Sum of the probabilities of the NG classes. */
  ngScore: z.number().min(0).max(1),
  /** The surest class, and its verdict: what counts where the model is used without a rule. */
  className: z.string(),
  verdict: z.enum(verdicts),
});
export type GoldenScore = z.infer<typeof goldenScore>;
