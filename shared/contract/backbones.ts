// Networks from elsewhere: looked at before they are added, with what the user corrects; listed, removed.
import { z } from 'zod';
import {
  backboneCard,
  backboneFeature,
  backbonePreprocessing,
  featurePoolings,
  headReasons,
} from '../domain/backbone.ts';
import { method, service } from '../rpc/contract.ts';
import { count, grant, name, nothing, sha256 } from './common.ts';

/** What the user says instead of what was found. */
export const backboneCorrections = z.strictObject({
  name: name.max(80).optional(),
  /** Name of a value in the model. */
  feature: z.string().max(1_000).optional(),
  pooling: z.enum(featurePoolings).optional(),
  preprocessing: backbonePreprocessing.omit({ known: true }).optional(),
});
export type BackboneCorrections = z.infer<typeof backboneCorrections>;

export const lookedBackbone = z.object({
  card: backboneCard,
  fileName: z.string(),
  /** Why its head or feature was picked. */
  reasons: z.array(z.enum(headReasons)),
  /** Values that may be named as the feature instead, the last ones of the network first. */
  candidates: z.array(backboneFeature.extend({ nodesAfter: count })),
  /** Whether the same file was added before. */
  isKnown: z.boolean(),
});
export type LookedBackbone = z.infer<typeof lookedBackbone>;

export const listedBackbone = z.object({
  card: backboneCard,
  /** Trainings that need it: it cannot be removed while there are any. */
  runs: count,
});
export type ListedBackbone = z.infer<typeof listedBackbone>;

const given = z.strictObject({ grant, corrections: backboneCorrections });

export const backbones = service(
  'backbones',
  {
    list: method(nothing, z.array(listedBackbone)),
    look: method(given, lookedBackbone),
    /** Only where it is known how its pixels are prepared. */
    add: method(given, backboneCard),
    remove: method(z.strictObject({ id: sha256 }), nothing),
  },
  { changed: nothing },
);
