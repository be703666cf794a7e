// Everything the app can say of a backbone by looking at it: its guess, the values a user may choose instead, and the card.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { BackboneCard, BackboneFeature, BackbonePreprocessing, HeadReason } from '../../shared/domain/backbone.ts';
import type { Model } from '../onnx/model.ts';
import { trainableNames } from '../onnx/trainable.ts';
import { type Candidate, candidatesOf } from './candidates.ts';
import { Chain } from './chain.ts';
import { depthOf } from './depth.ts';
import { featureNamed, findHead } from './head.ts';
import { imageInputOf, imageShape } from './image-input.ts';
import { sizesOf, usualSize, withInputSize, withoutReshapeSizes } from './input-size.ts';
import { preflight } from './preflight.ts';
import { preprocessingOf } from './preprocessing.ts';
import type { BackboneFile } from './read.ts';
import { withFixedScaling } from './scaling.ts';
import { type Shapes, shapesOf, withOutputs } from './shapes.ts';
import { withHead } from './with-head.ts';

/** What the user says instead of what was found. */
export interface Corrections {
  readonly name?: string | undefined;
  /** A value of the graph. */
  readonly feature?: string | undefined;
  readonly pooling?: BackboneFeature['pooling'] | undefined;
  readonly preprocessing?: Omit<BackbonePreprocessing, 'known'> | undefined;
}

export interface Description {
  readonly card: BackboneCard;
  readonly reasons: readonly HeadReason[];
  /** The last ones of the network first. */
  readonly candidates: readonly Candidate[];
  /** As it is trained: for any size the card allows, cut and headed by `withInputSize` and `withHead`. */
  readonly model: Model;
}

/**
 * @throws NarashiError backbone.input-shape, backbone.not-square, backbone.no-feature, backbone.unknown-value,
 * backbone.unusable-value, onnx.unsupported
 */
export function describeBackbone(
  file: BackboneFile,
  corrections: Corrections = {},
  origin: BackboneCard['origin'] = 'imported',
  addedAt = new Date().toISOString(),
): Description {
  const image = imageInputOf(file.model);
  const said = preprocessingOf(
    file.model,
    new Chain(file.model.graph, { of: new Map(), batch: 1, side: 1 }),
    file.sideFiles,
  );
  const { shapes, size } = firstShapes(file.model, image, said.size);
  const model = prepared(file.model, shapes);
  const chain = new Chain(model.graph, shapes);
  const guess = findHead(chain);
  const candidates = candidatesOf(chain, image.name, endOf(guess.head.found, chain, guess.feature));
  const named =
    corrections.feature === undefined
      ? guess.feature
      : featureNamed(corrections.feature, chain, [{ feature: guess.feature, nodesAfter: 0 }, ...candidates]);
  const feature = { ...named, pooling: poolingOf(named, corrections.pooling) };
  const isCorrected = feature.value !== guess.feature.value;
  const head = isCorrected ? { ...guess.head, confidence: 'high' as const } : guess.head;
  const input = sizesOf(model, feature, image, size);
  const preprocessing = corrections.preprocessing
    ? { ...corrections.preprocessing, known: 'user' as const }
    : said.preprocessing;
  const name = (corrections.name ?? file.fileName.replace(/\.onnx$/i, '')).trim().slice(0, 80) || 'backbone';
  const network = withHead(
    withInputSize(model, { name, input, feature }, input.size),
    { name, input, preprocessing, feature },
    2,
    0,
  );
  const prefix = withOutputs(model, [feature.value]);
  const card: BackboneCard = {
    id: file.id,
    name,
    origin,
    producer: file.producer,
    opset: file.opset,
    input,
    preprocessing,
    feature,
    head,
    parameters: parametersOf(prefix),
    megabytes: file.bytes.length / 1e6,
    ...preflight(network),
    stages: Math.max(1, ...depthOf(network).values()),
    addedAt,
  };
  return { card, reasons: guess.reasons, candidates, model };
}

/** The model as `describeBackbone` looked at it, for a card that is known. */
export function preparedBackbone(file: Pick<BackboneFile, 'model'>, card: Pick<BackboneCard, 'input'>): Model {
  const shapes = shapesOf(file.model, imageShape(card.input.layout, card.input.size));
  return prepared(file.model, shapes);
}

function prepared(model: Model, shapes: Shapes): Model {
  return withFixedScaling(withoutReshapeSizes(model, shapes), new Chain(model.graph, shapes));
}

/** Shapes at the size the file fixes, the size that is said, or the first usual one that works. */
function firstShapes(model: Model, image: ReturnType<typeof imageInputOf>, said: number | undefined) {
  const found: { shapes?: Shapes; failure?: unknown } = {};
  const works = (size: number) => {
    try {
      found.shapes = shapesOf(model, imageShape(image.layout, size));
      return true;
    } catch (error) {
      found.failure ??= error;
      return false;
    }
  };
  const wished = image.side ?? said;
  const size = wished !== undefined && works(wished) ? wished : image.side === undefined ? usualSize(works) : undefined;
  if (size === undefined || !found.shapes) throw found.failure;
  return { shapes: found.shapes, size };
}

/** Where the trunk ends that the user may cut: at the head's input, else at the feature. */
function endOf(head: readonly string[], chain: Chain, feature: BackboneFeature): string {
  const [first] = head;
  const node = first === undefined ? undefined : chain.producer(first);
  return node?.inputs.find((name) => chain.isData(name)) ?? feature.value;
}

function poolingOf({ layout, pooling }: BackboneFeature, wished: BackboneFeature['pooling'] | undefined) {
  if (wished === undefined || wished === pooling) return pooling;
  const possible = {
    vector: ['none'],
    'channels-first': ['mean'],
    'channels-last': ['mean'],
    tokens: ['mean', 'class-token'],
  };
  if (!possible[layout].includes(wished))
    throw new NarashiError('backbone.pooling', { wished, possible: possible[layout].join(', ') });
  return wished;
}

function parametersOf({ graph }: Model): number {
  const running = new Set(
    graph.nodes.flatMap((node) => (node.operator === 'BatchNormalization' ? node.inputs.slice(3) : [])),
  );
  return [...trainableNames(graph)]
    .filter((name) => !running.has(name))
    .reduce((sum, name) => sum + (graph.initializers.get(name)?.data.length ?? 0), 0);
}
