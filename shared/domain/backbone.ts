// A backbone: a pretrained network whose features a new last layer is trained on, and the card that says what is known of it.
import { z } from 'zod';

/** Where the value a new head reads has its channels, and what stands beside them. */
export const featureLayouts = ['vector', 'channels-first', 'channels-last', 'tokens'] as const;
/** How positions become one vector: there are none, their mean, or the first token. */
export const featurePoolings = ['none', 'mean', 'class-token'] as const;
export const confidences = ['high', 'medium', 'low'] as const;
/** Who says how pixels are prepared: metadata or a file beside the model, the graph's first nodes, the habit of the tool
 * that wrote it, the user; `unknown`: nobody, the user has to be asked. */
export const preprocessingSources = ['metadata', 'graph', 'convention', 'user', 'unknown'] as const;

/** Why a head or feature was picked. */
export const headReasons = [
  'linear-last',
  'softmax',
  'named',
  'known-class-count',
  'projection',
  'map-classifier',
  'several-heads',
  'several-outputs',
  'no-head',
] as const;

export type HeadReason = (typeof headReasons)[number];
export type FeatureLayout = (typeof featureLayouts)[number];
export type FeaturePooling = (typeof featurePoolings)[number];
export type Confidence = (typeof confidences)[number];

const size = z.int().min(1).max(8192);
const three = z.tuple([z.number(), z.number(), z.number()]);
const positiveThree = z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]);

export const backboneInput = z.strictObject({
  name: z.string(),
  layout: z.enum(['nchw', 'nhwc']),
  /** Side of the square image it was made for, pixels. */
  size,
  /** Whether it takes that size only. */
  fixed: z.boolean(),
  /** A size must be a multiple of this, and at least `minimum`. */
  multipleOf: size,
  minimum: size,
});
export type BackboneInput = z.infer<typeof backboneInput>;

/** What the network's input holds: `(scale·v − mean)/std`, v in 0–1; mean and std in the order of its channels. */
export const backbonePreprocessing = z.strictObject({
  scale: z.union([z.literal(1), z.literal(255)]),
  mean: three,
  std: positiveThree,
  order: z.enum(['rgb', 'bgr']),
  known: z.enum(preprocessingSources),
});
export type BackbonePreprocessing = z.infer<typeof backbonePreprocessing>;

export const backboneFeature = z.strictObject({
  /** Name of the value in the model, where it is cut. */
  value: z.string(),
  /** Shape for one image. */
  shape: z.array(z.int()),
  width: z.int().min(1),
  layout: z.enum(featureLayouts),
  pooling: z.enum(featurePoolings),
});
export type BackboneFeature = z.infer<typeof backboneFeature>;

export const backboneHead = z.strictObject({
  /** Outputs of the nodes the new head takes the place of; none in a feature extractor. */
  found: z.array(z.string()),
  /** Number of classes it was trained for; null where it has no head. */
  classes: z.int().min(1).nullable(),
  confidence: z.enum(confidences),
});
export type BackboneHead = z.infer<typeof backboneHead>;

export const backboneCard = z.strictObject({
  /** SHA-256 of the model file that is kept, hexadecimal. */
  id: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().min(1).max(80),
  origin: z.enum(['box', 'imported']),
  /** The tool that wrote the file, '' where it does not say. */
  producer: z.string(),
  opset: z.int(),
  input: backboneInput,
  preprocessing: backbonePreprocessing,
  feature: backboneFeature,
  head: backboneHead,
  /** Numbers that training may change, up to the feature. */
  parameters: z.int().min(0),
  /** Of the file. */
  megabytes: z.number().min(0),
  /** Operators between the first weight and the feature that have no gradient. */
  withoutGradient: z.array(z.string()),
  /** `head-only`: a new last layer on its features (linear probe). */
  canFineTune: z.enum(['all', 'head-only']),
  /** Number of stages of the backbone, the new head not counted. */
  stages: z.int().min(1),
  addedAt: z.string(),
});
export type BackboneCard = z.infer<typeof backboneCard>;

type Convention = Omit<BackbonePreprocessing, 'known'>;

/** The ways of preparing pixels that pretrained networks are met with. */
export const preprocessingConventions = {
  /** torchvision, most of timm and Hugging Face. */
  imagenet: { scale: 1, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], order: 'rgb' },
  /** −1 to 1: Keras' MobileNet, Inception, Xception; many vision transformers. */
  symmetric: { scale: 1, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5], order: 'rgb' },
  /** 0 to 1. */
  unit: { scale: 1, mean: [0, 0, 0], std: [1, 1, 1], order: 'rgb' },
  /** 0 to 255: Keras' EfficientNet, MobileNetV3 and ConvNeXt, which prepare pixels themselves. */
  bytes: { scale: 255, mean: [0, 0, 0], std: [1, 1, 1], order: 'rgb' },
  /** BGR, 0 to 255, less the mean: Keras' ResNet and VGG. */
  caffe: { scale: 255, mean: [103.939, 116.779, 123.68], std: [1, 1, 1], order: 'bgr' },
} as const satisfies Record<string, Convention>;
export type ConventionName = keyof typeof preprocessingConventions;

/** The convention that prepares pixels so, whoever said it. */
export function conventionOf({ scale, mean, std, order }: Convention): ConventionName | undefined {
  const names: readonly ConventionName[] = ['imagenet', 'symmetric', 'unit', 'bytes', 'caffe'];
  return names.find((name) => {
    const other = preprocessingConventions[name];
    const same = (a: readonly number[], b: readonly number[]) =>
      a.every((value, index) => Math.abs(value - (b[index] ?? Number.NaN)) < 1e-4);
    return other.scale === scale && other.order === order && same(mean, other.mean) && same(std, other.std);
  });
}
