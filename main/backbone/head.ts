// Finds the classification head of a network and the feature it reads, with reasons and how sure that is.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { BackboneFeature, BackboneHead, Confidence, HeadReason } from '../../shared/domain/backbone.ts';
import { readInt } from '../onnx/attribute.ts';
import type { Node } from '../onnx/model.ts';
import type { Candidate } from './candidates.ts';
import type { Chain } from './chain.ts';
import { beforePooling, featureAt } from './feature.ts';

export interface HeadGuess {
  readonly head: BackboneHead;
  readonly feature: BackboneFeature;
  readonly reasons: readonly HeadReason[];
}

interface Found {
  readonly values: readonly string[];
  readonly classes: number;
  /** What the head reads. */
  readonly reads: string;
  readonly reasons: readonly HeadReason[];
}

/** ImageNet-1k (with background), ImageNet-21k in its editions, Places, CIFAR, iNaturalist. */
const knownCounts: ReadonlySet<number> = new Set([1000, 1001, 21841, 21843, 11221, 10450, 365, 10, 100, 8142]);
const classifierNames = /logit|class|prob|softmax|predict|score|(^|[./_])(fc|head|output)s?\d*([./_:]|$)/i;
const featureNames = /embed|feature|hidden|pooled|pooler|represent/i;

/** @throws NarashiError backbone.no-feature where no output has a shape that could be a feature or class scores */
export function findHead(chain: Chain): HeadGuess {
  const { outputs } = chain.graph;
  const guesses = outputs.flatMap(({ name }) => guessAt(name, chain) ?? []);
  const [best] = guesses.toSorted((a, b) => rank(b, chain) - rank(a, chain));
  if (!best) {
    const list = outputs.map(({ name }) => `${name} [${chain.shape(name).join(', ')}]`).join(', ');
    throw new NarashiError('backbone.no-feature', { list: list || '-' });
  }
  return outputs.length === 1 ? best : { ...best, reasons: [...best.reasons, 'several-outputs'] };
}

function guessAt(output: string, chain: Chain): HeadGuess | undefined {
  const found = linearBehind(output, chain);
  if (found && !(featureNames.test(output) && !found.reasons.includes('softmax'))) {
    const feature = beforePooling(found.reads, chain);
    if (feature) return { head: headOf(found, output), feature, reasons: reasonsOf(found, output) };
  }
  const feature = beforePooling(output, chain);
  if (!feature || isPicture(feature, chain)) return undefined;
  const confidence = featureNames.test(output) || feature.layout !== 'vector' ? 'high' : 'medium';
  const reasons: HeadReason[] = ['no-head', ...(found ? (['projection'] as const) : [])];
  return { head: { found: [], classes: null, confidence }, feature, reasons };
}

/** A map as fine as the image is a picture of labels or depths, no feature. */
function isPicture({ layout, shape }: BackboneFeature, chain: Chain): boolean {
  const side = layout === 'channels-first' ? shape[1] : layout === 'channels-last' ? shape[0] : undefined;
  return side !== undefined && 2 * side > chain.side;
}

/** Tanh of a linear layer on the class token: many exports have it untrained. */
function isPooler(output: string, chain: Chain): boolean {
  const node = chain.producer(output);
  const before = node?.operator === 'Tanh' ? chain.producer(node.inputs[0] ?? '') : undefined;
  return before !== undefined && linearOf(before, chain, false) !== undefined;
}

function reasonsOf({ classes, reasons, values }: Found, output: string): HeadReason[] {
  const isNamed = [output, ...values].some((name) => classifierNames.test(name));
  return [
    ...reasons,
    ...(isNamed ? (['named'] as const) : []),
    ...(knownCounts.has(classes) ? (['known-class-count'] as const) : []),
  ];
}

function headOf(found: Found, output: string): BackboneHead {
  return { found: [...found.values], classes: found.classes, confidence: confidenceOf(reasonsOf(found, output)) };
}

function confidenceOf(reasons: readonly HeadReason[]): Confidence {
  if (reasons.includes('several-heads')) return 'low';
  const isSupported = reasons.some((reason) => ['softmax', 'named', 'known-class-count'].includes(reason));
  return isSupported ? 'high' : 'medium';
}

/** Among several outputs: heads before features, the surer one, then the one with more of the network behind it. */
function rank({ head, feature, reasons }: HeadGuess, chain: Chain): number {
  const sure = { high: 2, medium: 1, low: 0 }[head.confidence];
  const isLesser = reasons.includes('projection') || isPooler(feature.value, chain);
  const kind = head.classes !== null ? 2 : isLesser ? 0 : 1;
  const depth = chain.graph.nodes.findIndex((node) => node.outputs.includes(feature.value));
  return kind * 1e9 + sure * 1e8 + depth;
}

/** Back from an output through what may follow a classifier, to its weights. */
function linearBehind(output: string, chain: Chain): Found | undefined {
  const values: string[] = [];
  const reasons = new Set<HeadReason>();
  let isPooled = false;
  let value = output;
  for (let node = chain.producer(value); node; node = chain.producer(value)) {
    const found = linearOf(node, chain, isPooled);
    if (found) {
      if (isPooled) reasons.add('map-classifier');
      const before: HeadReason[] = values.length === 0 || reasons.has('softmax') ? ['linear-last'] : [];
      return { ...found, values: [...found.values, ...values], reasons: [...before, ...reasons] };
    }
    if (softmaxes.has(node.operator)) reasons.add('softmax');
    const averaged = chain.averaged(node);
    if (averaged) isPooled = true;
    const next = averaged?.value ?? passed(node, chain, isPooled) ?? severalHeads(node, chain, reasons);
    if (next === undefined) return undefined;
    if (node.operator === 'Add') values.unshift(node.outputs[0] ?? '');
    value = next;
  }
  return undefined;
}

const softmaxes = new Set(['Softmax', 'LogSoftmax', 'Sigmoid']);

/** The value before a node that may stand between a classifier and its output. */
function passed(node: Node, chain: Chain, isPooled: boolean): string | undefined {
  const earlier = chain.before(node);
  if (earlier !== undefined) return earlier;
  if (softmaxes.has(node.operator) || node.operator === 'Cast') return node.inputs[0];
  // A bias, a temperature; and the ReLU of networks that classify every position before they average.
  if (['Add', 'Mul', 'Div'].includes(node.operator)) return chain.data(node);
  return isPooled && node.operator === 'Relu' ? node.inputs[0] : undefined;
}

/** The sum of two classifiers (distilled transformers): the first one is followed. */
function severalHeads(node: Node, chain: Chain, reasons: Set<HeadReason>): string | undefined {
  if (node.operator !== 'Add') return undefined;
  const isHead = (name: string | undefined) => {
    const producer = name === undefined ? undefined : chain.producer(name);
    const behind = producer && linearOf(producer, chain, false) !== undefined;
    return behind || (producer?.operator === 'Add' && chain.data(producer) !== undefined);
  };
  if (!node.inputs.every(isHead)) return undefined;
  reasons.add('several-heads');
  return node.inputs[0];
}

/** Weights times a vector: Gemm, MatMul, a 1×1 convolution of one position (or, before an average, of every position). */
function linearOf(node: Node, chain: Chain, isPooled: boolean): Omit<Found, 'reasons'> | undefined {
  const [reads = '', weight] = node.inputs;
  const [value = ''] = node.outputs;
  if (node.domain !== '' || weight === undefined || chain.isData(weight) || !chain.isData(reads)) return undefined;
  const [, classes, ...positions] = chain.shape(value);
  const found = classes === undefined ? undefined : { values: [value], classes, reads };
  if (node.operator === 'Gemm' || (node.operator === 'MatMul' && positions.length === 0)) return found;
  const [, , height, width] = chain.shape(weight);
  const isPointwise = node.operator === 'Conv' && height === 1 && width === 1 && readInt(node, 'group', 1) === 1;
  return isPointwise && (isPooled || positions.every((length) => length === 1)) ? found : undefined;
}

/** @throws NarashiError backbone.unknown-value, backbone.unusable-value */
export function featureNamed(value: string, chain: Chain, candidates: readonly Candidate[]): BackboneFeature {
  const known = candidates.find(({ feature }) => feature.value === value);
  if (known) return known.feature;
  const list = candidates.map(({ feature }) => feature.value).join(', ') || '-';
  if (!chain.producer(value)) throw new NarashiError('backbone.unknown-value', { value, list });
  const feature = featureAt(value, chain);
  if (!feature)
    throw new NarashiError('backbone.unusable-value', { value, shape: `[${chain.shape(value).join(', ')}]`, list });
  return feature;
}
