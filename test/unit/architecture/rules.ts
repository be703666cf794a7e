// The import rules of DESIGN.md, as one table. The longest folder that holds a file is the layer it belongs to.

export type Layer = {
  readonly folder: string;
  /** Folders it may import from, beside its own; `type:` in front: types only. */
  readonly may: readonly string[];
  /** Exceptions from `may`. */
  readonly never?: readonly string[];
  /** May use Node's own modules. */
  readonly node: boolean;
  /** Packages bundled or supplied by the host may be development dependencies. */
  readonly bundled?: boolean;
};

const below = ['shared', 'main/onnx', 'main/autodiff', 'main/backbone', 'main/optim', 'main/eval'];
const besides = ['main/engine', 'main/data', 'main/store'];
const executors = ['main/engine/ort', 'main/engine/tfjs'];
const all = [...below, ...besides, 'main/train', 'main/jobs', 'main/trials', 'main/export', 'main/inspect'];

export const layers: readonly Layer[] = [
  { folder: 'shared', may: [], node: false },
  { folder: 'renderer', may: ['shared'], never: ['renderer/build'], node: false, bundled: true },
  // Runs while the renderer is built, not in the page.
  { folder: 'renderer/build', may: ['shared', 'renderer'], node: true, bundled: true },
  { folder: 'main/onnx', may: ['shared'], node: true },
  { folder: 'main/autodiff', may: ['shared', 'main/onnx'], node: false },
  { folder: 'main/backbone', may: ['shared', 'main/onnx', 'main/autodiff'], node: true },
  { folder: 'main/optim', may: ['shared', 'type:main/onnx'], node: false },
  { folder: 'main/eval', may: ['shared', 'type:main/onnx'], node: false },
  { folder: 'main/engine', may: ['shared', 'main/onnx'], node: true },
  { folder: 'main/data', may: ['shared'], node: true },
  { folder: 'main/store', may: ['shared'], node: true },
  // The executor is injected, and the trainer never opens the database.
  { folder: 'main/train', may: [...below, 'main/engine', 'main/data'], never: executors, node: true },
  { folder: 'main/jobs', may: [...below, ...besides, 'main/train', 'main/export'], node: true },
  {
    folder: 'main/jobs/child',
    // It exports what it trained, because an exported model is proved by running it.
    may: [...below, 'main/engine', 'main/data', 'main/train', 'main/jobs', 'main/export'],
    never: ['main/jobs/control'],
    node: true,
  },
  // How the backbone in the box is made: formulas are pure, the rest draws files and trains on them.
  { folder: 'main/pretrain/formulas', may: ['shared'], node: false },
  { folder: 'main/pretrain', may: [...below, 'main/engine', 'main/data', 'main/train', 'main/jobs'], node: true },
  { folder: 'main/trials', may: [...below, ...besides, 'main/train', 'main/jobs'], node: true },
  { folder: 'main/export', may: [...below, ...besides], node: true },
  { folder: 'main/inspect', may: ['shared', 'main/onnx', 'main/eval', ...besides, 'main/export'], node: true },
  { folder: 'main/services', may: all, node: true },
  { folder: 'main/host', may: [...all, 'main/services'], never: ['main/host/electron'], node: true },
  { folder: 'main/host/electron', may: [...all, 'main/services', 'main/host'], node: true, bundled: true },
  { folder: 'main/cli', may: [...all, 'main/services'], node: true },
];

/** Packages that only one folder may import. */
export const exclusive: readonly (readonly [pattern: RegExp, folder: string])[] = [
  [/^electron$/, 'main/host/electron'],
  [/^better-sqlite3$/, 'main/store'],
  [/^onnxruntime-node$/, 'main/engine/ort'],
  [/^@tensorflow\//, 'main/engine/tfjs'],
  [/^jsmodbus$/, 'main/inspect/modbus'],
  [/^mqtt$/, 'main/inspect/mqtt'],
];

/** Single files that any layer of main may import. */
export const commonFiles: readonly string[] = ['package.json'];

/** What `shared` must not touch, whether through imports or not. */
export const hostGlobals =
  /(?<![.\w$])(?:process|Buffer|__dirname|__filename|setImmediate|window|document|navigator|localStorage)(?=\s*[.[(])/;

export const lineLimit = 400;
export const generated = /_pb\./;
