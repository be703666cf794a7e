// The model as the line runs it: raw pixels in, probabilities out, preprocessing and softmax inside, described by metadata.
import type { ClassLabel } from '../../shared/domain/dataset.ts';
import type { Preprocessing } from '../../shared/domain/images.ts';
import { toAttributes } from '../onnx/attribute.ts';
import type { Model, Node } from '../onnx/model.ts';
import { float32, type TensorOf } from '../onnx/tensor.ts';

export interface InspectionModelOptions {
  /** The forward model, input `[N,3,H,W]` normalised, output logits `[N,K]`. */
  readonly network: Model;
  /** Trained weights and running statistics by name. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly classes: readonly ClassLabel[];
  readonly preprocessing: Preprocessing;
  /** Where the model came from: run, data set, program version. */
  readonly origin: Readonly<Record<string, string | number>>;
}

export const INPUT_NAME = 'image';
export const OUTPUT_NAME = 'probabilities';
/** The normalised pixels, where the network begins. */
export const NETWORK_INPUT = 'network_input';
/** Values added around the network; its own values of these names are renamed. */
const ownNames = new Set([INPUT_NAME, OUTPUT_NAME, 'pixel_scale', 'pixel_shift', 'scaled_pixels', NETWORK_INPUT]);

/** Input `image` `[batch,3,H,W]` float32, RGB, 0–255. Output `probabilities` `[batch,K]`. */
export function buildInspectionModel({
  network,
  weights,
  classes,
  preprocessing,
  origin,
}: InspectionModelOptions): Model {
  const { graph } = network;
  const [input] = graph.inputs;
  const [output] = graph.outputs;
  if (!input || !output) throw new RangeError('the network needs an input and an output');
  const { width, height, mean, std } = preprocessing;
  const inner = (name: string) => (name === input.name ? NETWORK_INPUT : ownNames.has(name) ? `network/${name}` : name);
  const rename = (node: Node): Node => ({ ...node, inputs: node.inputs.map(inner), outputs: node.outputs.map(inner) });
  // (v/255 − mean)/std as one multiplication and one addition per channel.
  const scale = float32(
    [1, 3, 1, 1],
    std.map((deviation) => 1 / (255 * deviation)),
  );
  const shift = float32(
    [1, 3, 1, 1],
    mean.map((centre, channel) => -centre / (std[channel] ?? 1)),
  );
  const nodes: readonly Node[] = [
    plainNode('Mul', [INPUT_NAME, 'pixel_scale'], 'scaled_pixels'),
    plainNode('Add', ['scaled_pixels', 'pixel_shift'], NETWORK_INPUT),
    ...graph.nodes.map(rename),
    { ...plainNode('Softmax', [inner(output.name)], OUTPUT_NAME), attributes: toAttributes({ axis: -1 }) },
  ];
  const trained = Array.from(graph.initializers, ([name, tensor]) => {
    const data = weights.get(name);
    const value: TensorOf<'float32'> | undefined = data && float32(tensor.shape, data.slice());
    return [inner(name), value ?? tensor] as const;
  });
  return {
    opsets: network.opsets,
    graph: {
      name: 'narashi_inspection',
      inputs: [{ name: INPUT_NAME, type: 'float32', shape: ['batch', 3, height, width] }],
      outputs: [{ name: OUTPUT_NAME, type: 'float32', shape: ['batch', classes.length] }],
      nodes,
      initializers: new Map([...trained, ['pixel_scale', scale], ['pixel_shift', shift]]),
    },
    metadata: describeModel(classes, preprocessing, origin),
    producer: 'narashi',
    description: `Judges ${width}×${height} RGB images (0–255) as ${classes.map(({ name }) => name).join(', ')}.`,
  };
}

function plainNode(operator: string, inputs: readonly string[], output: string): Node {
  return { operator, domain: '', name: output, inputs, outputs: [output], attributes: {} };
}

/** Metadata in the three dialects runtimes read (ONNX's image keys, Ultralytics, OpenVINO), and our own. */
function describeModel(
  classes: readonly ClassLabel[],
  preprocessing: Preprocessing,
  origin: Readonly<Record<string, string | number>>,
): ReadonlyMap<string, string> {
  const names = classes.map(({ name }) => name);
  const { width, height } = preprocessing;
  const quoted = names.map((name, index) => `${index}: '${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`);
  return new Map([
    ['Image.BitmapPixelFormat', 'Rgb8'],
    ['Image.ColorSpaceGamma', 'SRGB'],
    ['Image.NominalPixelRange', 'NominalRange_0_255'],
    ['names', `{${quoted.join(', ')}}`],
    ['imgsz', `[${height}, ${width}]`],
    ['task', 'classify'],
    ['model_type', 'Classification'],
    // OpenVINO separates labels by spaces.
    ['labels', names.map((name) => name.replaceAll(/\s+/gu, '_')).join(' ')],
    ['resize_type', 'standard'],
    ['reverse_input_channels', 'NO'],
    ['confidence_threshold', '0.5'],
    ['narashi', JSON.stringify(describeForNarashi(classes, preprocessing, origin))],
  ]);
}

/** What `narashi predict` and the JSON sidecar read. */
export function describeForNarashi(
  classes: readonly ClassLabel[],
  preprocessing: Preprocessing,
  origin: Readonly<Record<string, string | number>>,
) {
  return { version: 1, classes, preprocessing, input: INPUT_NAME, output: OUTPUT_NAME, origin };
}
