// Where the model in use sees the class it gave a part, as a picture, when somebody asks: slower than a verdict, and apart
// from it.
import type { InspectedPart } from '../../shared/domain/inspection.ts';
import { decodeImage } from '../data/decode.ts';
import { heatPicture } from '../data/heat-picture.ts';
import { type Binding, type Executor, type Program, sharedTensor } from '../engine/executor.ts';
import { CLASS_MAP, classMapModel, MAP_SIDE } from '../export/graph/class-map.ts';
import { toChannelsFirst } from '../export/judge.ts';
import { mainModel, type VerifiedPackage } from '../export/package/verify.ts';
import { readModel } from '../onnx/read.ts';
import type { TensorOf } from '../onnx/tensor.ts';
import { writeModel } from '../onnx/write.ts';

interface Mapping {
  readonly sha256: string;
  readonly program: Program;
  readonly binding: Binding;
  readonly image: TensorOf<'float32'>;
  readonly maps: TensorOf<'float32'>;
}

export interface HeatSource {
  readonly sha256: string;
  /** The package anew, from the disk. */
  readonly open: () => Promise<VerifiedPackage>;
  readonly executor: Executor;
}

export class HeatMaps {
  #mapping: Mapping | undefined;
  /** One at a time: the buffers are shared. */
  #turn: Promise<unknown> = Promise.resolve();

  /** PNG of the image with its map; undefined where the network has none, or the part no class. @throws NarashiError */
  picture(source: HeatSource, part: InspectedPart, bytes: Uint8Array): Promise<Uint8Array | undefined> {
    const made = this.#turn.then(() => this.#picture(source, part, bytes));
    this.#turn = made.catch(() => undefined);
    return made;
  }

  async #picture(source: HeatSource, part: InspectedPart, bytes: Uint8Array): Promise<Uint8Array | undefined> {
    if (part.classIndex < 0) return undefined;
    const verified = await source.open();
    const mapping = await this.#map(source, verified);
    if (!mapping) return undefined;
    const { pixels } = await decodeImage(bytes, verified.manifest.preprocessing);
    toChannelsFirst(pixels, mapping.image, 1);
    await mapping.binding.run();
    const size = MAP_SIDE * MAP_SIDE;
    const map = mapping.maps.data.slice(part.classIndex * size, (part.classIndex + 1) * size);
    const most = Math.max(...map, 1e-9);
    const values = Array.from(map, (value) => Math.round((255 * Math.max(0, value)) / most));
    return heatPicture(bytes, { side: MAP_SIDE, values });
  }

  async #map({ sha256, executor }: HeatSource, verified: VerifiedPackage): Promise<Mapping | undefined> {
    if (this.#mapping?.sha256 === sha256) return this.#mapping;
    await this.#mapping?.program.close();
    this.#mapping = undefined;
    const { classes, preprocessing } = verified.manifest;
    const { model, bytes } = mainModel(verified);
    const mapped = classMapModel(readModel(bytes), classes.length);
    if (!mapped) return undefined;
    const program = await executor.load(writeModel(mapped));
    const image = sharedTensor('float32', [1, 3, preprocessing.height, preprocessing.width]);
    const maps = sharedTensor('float32', [1, classes.length, MAP_SIDE, MAP_SIDE]);
    const binding = program.bind({ [model.input.name]: image }, { [CLASS_MAP]: maps });
    this.#mapping = { sha256, program, binding, image, maps };
    return this.#mapping;
  }
}
