// The one table of rewrites, by operator and the opsets that need them.
import { activationRewrites } from './activation.ts';
import { axesRewrites } from './axes.ts';
import { normRewrites } from './norm.ts';
import type { RewriteTable } from './rewrite.ts';
import { spatialRewrites } from './spatial.ts';
import { splitRewrites } from './split.ts';

export const rewrites: RewriteTable = {
  ...activationRewrites,
  ...axesRewrites,
  ...normRewrites,
  ...spatialRewrites,
  ...splitRewrites,
};
