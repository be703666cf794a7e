// How a network wants its pixels: said in its file, in a file beside it, by its first nodes, or by the habit of its exporter.
import { z } from 'zod';
import {
  type BackbonePreprocessing,
  type ConventionName,
  preprocessingConventions,
} from '../../shared/domain/backbone.ts';
import type { Model } from '../onnx/model.ts';
import type { Chain } from './chain.ts';
import { scalingNodes } from './scaling.ts';

/** Texts of files that exporters write beside the model, by name. */
export type SideFiles = ReadonlyMap<string, string>;

/** Hugging Face's and timm's. */
export const sideFileNames = ['preprocessor_config.json', 'config.json'] as const;

export interface SaidPreprocessing {
  readonly preprocessing: BackbonePreprocessing;
  /** Side of the images it was trained for, where that is said. */
  readonly size?: number | undefined;
}

export function preprocessingOf(model: Model, chain: Chain, sideFiles: SideFiles): SaidPreprocessing {
  const said = fromSideFiles(sideFiles) ?? fromMetadata(model.metadata);
  if (said) return said;
  const inGraph = fromFirstNodes(chain, model.graph.inputs[0]?.name ?? '');
  if (inGraph) return { preprocessing: { ...preprocessingConventions[inGraph], known: 'graph' } };
  const known = /pytorch|torch/i.test(model.producer) ? 'convention' : 'unknown';
  return { preprocessing: { ...preprocessingConventions.imagenet, known } };
}

const triple = z.tuple([z.number(), z.number(), z.number()]);
const positive = z.number().positive();
const deviations = z.tuple([positive, positive, positive]);
const side = z.union([
  z.int().transform((size) => size),
  z.object({ height: z.int() }).transform(({ height }) => height),
  z.object({ shortest_edge: z.int() }).transform(({ shortest_edge }) => shortest_edge),
]);

const huggingFace = z.object({
  do_rescale: z.boolean().default(true),
  rescale_factor: z.number().default(1 / 255),
  do_normalize: z.boolean().default(true),
  image_mean: triple,
  image_std: deviations,
  size: side.optional().catch(undefined),
  crop_size: side.optional().catch(undefined),
});

const timmValues = z.object({
  mean: triple,
  std: deviations,
  input_size: z.tuple([z.int(), z.int(), z.int()]).optional(),
});
const timm = z.union([
  z.object({ pretrained_cfg: timmValues }).transform(({ pretrained_cfg }) => pretrained_cfg),
  timmValues,
]);

function fromSideFiles(files: SideFiles): SaidPreprocessing | undefined {
  for (const text of files.values()) {
    const json = parsed(text);
    const ofTimm = timm.safeParse(json);
    if (ofTimm.success) {
      const { mean, std, input_size } = ofTimm.data;
      return { preprocessing: { scale: 1, mean, std, order: 'rgb', known: 'metadata' }, size: input_size?.[2] };
    }
    const ofHuggingFace = huggingFace.safeParse(json);
    if (!ofHuggingFace.success) continue;
    const { do_rescale, rescale_factor, do_normalize, image_mean, image_std, size, crop_size } = ofHuggingFace.data;
    const scale = do_rescale && rescale_factor < 0.5 ? 1 : 255;
    const { mean, std } = do_normalize ? { mean: image_mean, std: image_std } : preprocessingConventions.unit;
    return {
      preprocessing: { scale, mean: [...mean], std: [...std], order: 'rgb', known: 'metadata' },
      size: crop_size ?? size,
    };
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const ranges: Readonly<Record<string, ConventionName>> = {
  NominalRange_0_255: 'bytes',
  Normalized_0_1: 'unit',
  Normalized_1_1: 'symmetric',
};

/** The image keys of ONNX, and OpenVINO's `mean_values` and `scale_values` for pixels of 0–255. */
function fromMetadata(metadata: Model['metadata']): SaidPreprocessing | undefined {
  const isReversed = /^(yes|true|1)$/i.test(metadata.get('reverse_input_channels') ?? '');
  const isBgr = isReversed || metadata.get('Image.BitmapPixelFormat') === 'Bgr8';
  const order = isBgr ? 'bgr' : 'rgb';
  const mean = triple.safeParse(numbersIn(metadata.get('mean_values')));
  const std = deviations.safeParse(numbersIn(metadata.get('scale_values')));
  if (mean.success || std.success) {
    const given = { mean: mean.data ?? ([0, 0, 0] as const), std: std.data ?? ([1, 1, 1] as const) };
    return { preprocessing: { scale: 255, mean: [...given.mean], std: [...given.std], order, known: 'metadata' } };
  }
  const range = ranges[metadata.get('Image.NominalPixelRange') ?? ''];
  if (range) return { preprocessing: { ...preprocessingConventions[range], order, known: 'metadata' } };
  // Ultralytics' classifiers take pixels of 0–1.
  return metadata.get('task') === 'classify' && metadata.has('stride')
    ? { preprocessing: { ...preprocessingConventions.unit, known: 'metadata' } }
    : undefined;
}

function numbersIn(text: string | undefined): readonly number[] {
  return (text?.match(/-?\d+(\.\d+)?(e-?\d+)?/gi) ?? []).map(Number);
}

/** The slope by which the first nodes scale pixels tells what they expect: about 1/255 or smaller for pixels of 0–255. */
function fromFirstNodes(chain: Chain, input: string): ConventionName | undefined {
  const scaling = scalingNodes(chain, input);
  if (scaling.length === 0) return undefined;
  const slope = scaling.reduce((product, { operator, size }) => {
    if (operator === 'Mul') return product * size;
    return operator === 'Div' ? product / size : product;
  }, 1);
  return slope < 0.1 ? 'bytes' : 'unit';
}
