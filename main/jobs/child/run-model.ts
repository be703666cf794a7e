// From a run to models: the network its recipe starts from, and the inspection model its weights make.
import { readFile } from 'node:fs/promises';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Snapshot } from '../../../shared/domain/dataset.ts';
import type { Preprocessing } from '../../../shared/domain/images.ts';
import { backboneOf, presetNames, type Recipe } from '../../../shared/domain/recipe.ts';
import { depthOf } from '../../backbone/depth.ts';
import { preparedBackbone } from '../../backbone/describe.ts';
import { withInputSize } from '../../backbone/input-size.ts';
import { readBackbone } from '../../backbone/read.ts';
import { withHead } from '../../backbone/with-head.ts';
import { buildInspectionModel } from '../../export/inspection-model.ts';
import type { Model } from '../../onnx/model.ts';
import { buildPreset } from '../../onnx/preset/networks.ts';
import { learningRateFactors } from '../../train/fine-tuning.ts';
import { type Network, prepareNetwork } from '../../train/network.ts';
import { averageName } from '../../train/step-graph.ts';
import { programVersion } from '../identity.ts';
import { backbonePath, digest } from '../run-files.ts';
import type { TrainOrder } from '../train-messages.ts';

/** The part of an order that says what a training starts from. */
export type Beginning = Pick<TrainOrder, 'workspace' | 'recipe' | 'backbone'>;

/**
 * The network with the weights it starts from: a preset's as the recipe's seed gives them, or a backbone's under a new head.
 * @throws NarashiError train.backbone-missing, train.backbone-altered, backbone.size-fixed, backbone.size-multiple, onnx.*
 */
export async function initialNetwork(beginning: Beginning, classes: number): Promise<Network> {
  const { size, batchNorm, fineTune, layerDecay } = beginning.recipe;
  const model = await startModel(beginning, classes);
  const isWhole = fineTune === 'all' && layerDecay === 1;
  const rateOf = isWhole ? () => 1 : learningRateFactors(depthOf(model), beginning.recipe);
  return prepareNetwork(model, [3, size, size], { rateOf, batchNorm });
}

async function startModel({ workspace, recipe, backbone }: Beginning, classes: number): Promise<Model> {
  const { network, size, seed } = recipe;
  const preset = presetNames.find((name) => name === network);
  if (preset) return buildPreset(preset, classes, size, seed);
  const id = backboneOf(network) ?? '';
  const name = backbone?.name ?? id.slice(0, 12);
  const path = backbonePath(workspace, id);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new NarashiError('train.backbone-missing', { name, path }, { cause: error });
  });
  if (backbone?.id !== id || digest(bytes) !== id) throw new NarashiError('train.backbone-altered', { name, path });
  const model = withInputSize(preparedBackbone(readBackbone(bytes, name), backbone), backbone, size);
  return withHead(model, backbone, classes, seed);
}

export interface TrainedRun {
  readonly runId: number;
  readonly recipe: Recipe;
  readonly snapshot: Pick<Snapshot, 'digest' | 'classes'>;
  readonly network: Network;
  readonly preprocessing: Preprocessing;
  /** A tensor of the run's state by name, undefined where there is none. */
  readonly tensor: (name: string) => Float32Array | undefined;
}

/** What the line runs: the averaged weights where the recipe averages, else the last ones. */
export function inspectionModel({ runId, recipe, snapshot, network, preprocessing, tensor }: TrainedRun): Model {
  const weights = [...network.trainable, ...network.buffers].flatMap((name) => {
    const values = tensor(averageName(name)) ?? tensor(name);
    return values ? [[name, values] as const] : [];
  });
  return buildInspectionModel({
    network: network.model,
    weights: new Map(weights),
    classes: snapshot.classes,
    preprocessing,
    origin: {
      run: runId,
      snapshot: snapshot.digest,
      narashi: programVersion,
      method: recipe.method,
      seed: recipe.seed,
    },
  });
}
