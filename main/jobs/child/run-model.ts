// From a run to models: the network its recipe starts from, and the inspection model its weights make.
import type { Snapshot } from '../../../shared/domain/dataset.ts';
import type { Preprocessing } from '../../../shared/domain/images.ts';
import { presetNames, type Recipe } from '../../../shared/domain/recipe.ts';
import { depthOf } from '../../backbone/depth.ts';
import { buildInspectionModel } from '../../export/inspection-model.ts';
import type { Model } from '../../onnx/model.ts';
import { buildPreset } from '../../onnx/preset/networks.ts';
import { learningRateFactors } from '../../train/fine-tuning.ts';
import { type Network, prepareNetwork } from '../../train/network.ts';
import { averageName } from '../../train/step-graph.ts';
import { programVersion } from '../identity.ts';

/**
 * The network with the weights it starts from: a preset's as the recipe's seed gives them.
 * @param workspace its root
 */
export async function initialNetwork(workspace: string, recipe: Recipe, classes: number): Promise<Network> {
  const { size, batchNorm } = recipe;
  const model = await startModel(workspace, recipe, classes);
  return prepareNetwork(model, [3, size, size], { rateOf: learningRateFactors(depthOf(model), recipe), batchNorm });
}

async function startModel(workspace: string, { network, size, seed }: Recipe, classes: number): Promise<Model> {
  const preset = presetNames.find((name) => name === network);
  if (preset) return buildPreset(preset, classes, size, seed);
  throw new RangeError(workspace);
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
