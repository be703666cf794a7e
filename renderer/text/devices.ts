// Words of the devices trainings can run on, on the Settings screen.
import type { Texts } from '../../shared/text/voice.ts';

export const deviceTexts = {
  'devices.title': { en: 'GPU for training', ja: '学習に使うGPU' },
  'devices.adapter': { en: '{name}, driver {driver}', ja: '{name}（ドライバー {driver}）' },
  'devices.none': {
    en: 'No GPU can be reached from this system. Trainings run on the CPU.',
    ja: 'このシステムから使えるGPUはありません。CPUで学習します。',
  },
  'devices.speedup': { en: '– {speedup} times as fast as the CPU', ja: '（CPUの{speedup}倍の速さ）' },
  'mixed.passed': {
    en: 'Mixed precision: {speedup} times float32, a step differs by {difference}\u00a0%',
    ja: '混合精度：float32の{speedup}倍の速さ、1ステップの差{difference}%',
  },
  'mixed.slower': {
    en: 'Mixed precision: not faster ({speedup} times float32, a step differs by {difference}\u00a0%)',
    ja: '混合精度：速くない（float32の{speedup}倍、1ステップの差{difference}%）',
  },
  'mixed.differs': {
    en: 'Mixed precision: not used, a step differs by {difference}\u00a0%',
    ja: '混合精度：使いません（1ステップの差{difference}%）',
  },
  'mixed.unavailable': {
    en: 'Mixed precision: not available here; float32 is used',
    ja: '混合精度：使えないため、float32で計算します',
  },
  'precision.label': { en: 'Precision of trainings on a GPU', ja: 'GPUでの学習の精度' },
  'precision.auto': {
    en: 'Automatic: mixed where it passed its test and was faster',
    ja: '自動（診断に合格し、速い場合だけ混合精度）',
  },
  'precision.float32': { en: 'float32 throughout', ja: 'すべてfloat32' },
  'precision.mixed': { en: 'Mixed: half precision where safe', ja: '混合精度（安全な部分だけ半精度）' },
  'devices.mixed': { en: 'In mixed precision.', ja: '混合精度で計算します。' },
  'devices.choice': { en: 'Use', ja: '使う装置' },
  'choice.auto': { en: 'Automatic: the fastest that passed its test', ja: '自動（診断に合格した最速の装置）' },
  'choice.cpu': { en: 'CPU', ja: 'CPU' },
  'choice.cuda': { en: 'GPU through CUDA', ja: 'CUDAで使うGPU' },
  'choice.dml': { en: 'GPU through DirectML', ja: 'DirectMLで使うGPU' },
  'choice.webgpu': { en: 'GPU through WebGPU', ja: 'WebGPUで使うGPU' },
  'choice.coreml': { en: 'GPU through CoreML', ja: 'CoreMLで使うGPU' },
  'choice.tfjs': { en: 'GPU through TensorFlow.js', ja: 'TensorFlow.jsで使うGPU' },
  'devices.used': { en: 'The next training runs on: {name}.', ja: '次の学習に使う装置：{name}。' },
  'reason.chosen': { en: 'You chose it.', ja: '選択されています。' },
  'reason.fastest': { en: 'It is the fastest that passed its test.', ja: '診断に合格した中で最速です。' },
  'reason.none': { en: 'No GPU can be reached.', ja: '使えるGPUがありません。' },
  'reason.untested': { en: 'The GPU was not tested yet.', ja: 'GPUはまだ診断していません。' },
  'reason.not-passed': { en: 'No GPU passed its test.', ja: '診断に合格したGPUがありません。' },
  'reason.choice-not-passed': {
    en: 'The GPU you chose has not passed its test with the present driver and version. Test it again.',
    ja: '選んだGPUは、今のドライバーと版で診断に合格していません。もう一度診断してください。',
  },
  'state.untested': { en: 'not tested yet', ja: '未診断' },
  'state.passed': { en: 'passed its test', ja: '診断に合格' },
  'state.slower': { en: 'computes right, but not faster', ja: '計算は正しいが、速くない' },
  'state.differs': { en: 'computes something else: not used', ja: '計算結果が一致しない（使いません）' },
  'state.unavailable': { en: 'not available', ja: '使えません' },
  'state.failed': { en: 'broke off in its test: not used', ja: '診断の途中で失敗（使いません）' },
  'state.crashed': { en: 'its driver ended the test: not used', ja: 'ドライバーが異常終了（使いません）' },
  'state.lost': {
    en: 'stopped working during a training: not used before it passes a test',
    ja: '学習中に停止（診断に合格するまで使いません）',
  },
  'devices.testing': {
    en: 'Testing: it trains a few steps on each GPU and on the CPU …',
    ja: '診断中：GPUとCPUで数ステップ学習し、結果を比べています…',
  },
  'devices.test': { en: 'Test the GPU', ja: 'GPUを診断' },
} as const satisfies Texts;
