// What tiny models tell about a device: whether it computes at all, and which blocked image layout (NCHWc) ONNX Runtime has
// on this CPU: 16 channels with AVX-512, 8 with AVX2, none elsewhere.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { GraphBuilder } from '../onnx/builder.ts';
import { writeModel } from '../onnx/write.ts';
import { type Executor, sharedTensor } from './executor.ts';

const CHANNELS = 16;
const PIXELS = 2;

/** Opens a session with one node and runs it. @throws NarashiError engine.load-failed, engine.run-failed */
export async function probeDevice(executor: Executor): Promise<void> {
  const builder = new GraphBuilder();
  const x = builder.input('x', 'float32', [PIXELS]);
  builder.output(builder.op('Add', [x, x]), 'y');
  const [input, output] = [sharedTensor('float32', [PIXELS]), sharedTensor('float32', [PIXELS])];
  input.data.fill(1);
  const program = await executor.load(writeModel(builder.build('probe')));
  await program.bind({ x: input }, { y: output }).run();
  await program.close();
  if (!output.data.every((value) => value === 2)) throw new NarashiError('engine.run-failed', { reason: '1 + 1 ≠ 2' });
}

/** Channels per block, read off the order in which a counting tensor comes back; undefined without such a layout. */
export async function probeBlockSize(executor: Executor): Promise<number | undefined> {
  const builder = new GraphBuilder();
  const shape = [1, CHANNELS, 1, PIXELS];
  const plain = builder.input('plain', 'float32', shape);
  builder.output(builder.op('ReorderInput', [plain], {}, { domain: 'com.microsoft.nchwc' }), 'blocked');
  const [input, output] = [sharedTensor('float32', shape), sharedTensor('float32', shape)];
  input.data.forEach((_, index) => {
    input.data[index] = index;
  });
  try {
    const program = await executor.load(writeModel(builder.build('probe')));
    await program.bind({ plain: input }, { blocked: output }).run();
    await program.close();
  } catch {
    return undefined;
  }
  return [16, 8].find((block) => output.data.every((value, index) => value === plainIndex(index, block)));
}

/** Where element `index` of the blocked memory `[C/B,pixels,B]` lies in `[C,pixels]`. */
function plainIndex(index: number, block: number): number {
  const [row, inner] = [Math.floor(index / block), index % block];
  const channel = Math.floor(row / PIXELS) * block + inner;
  return channel * PIXELS + (row % PIXELS);
}
