// Words of TensorFlow.js on the command line.
export const tfjsTexts = {
  'tfjs.help': {
    en: 'TensorFlow.js for NVIDIA cards, a second way to train; never used unless chosen',
    ja: 'NVIDIAカード用のTensorFlow.js（選んだときだけ使う、もう一つの学習エンジン）',
  },
  'tfjs.install': {
    en: 'copy it from a folder that was prepared on a PC with a network',
    ja: 'ネットワークのあるPCで準備したフォルダーからコピーする',
  },
  'tfjs.from': {
    en: 'folder in which npm install @tensorflow/tfjs-node-gpu@4.22.0 was run',
    ja: 'npm install @tensorflow/tfjs-node-gpu@4.22.0 を実行したフォルダー',
  },
  'tfjs.copying': { en: 'Copying …', ja: 'コピー中…' },
  'tfjs.installed': { en: 'TensorFlow.js was copied to {folder}.', ja: 'TensorFlow.jsを {folder} にコピーしました。' },
  'tfjs.next': {
    en: 'Test it and use it: narashi devices --use tfjs',
    ja: '診断して使うには：narashi devices --use tfjs',
  },
  'tfjs.show': { en: 'whether it is installed, and what it needs', ja: 'インストールの有無と必要なものを表示' },
  'tfjs.is-installed': { en: 'Installed: {folder}', ja: 'インストール済み：{folder}' },
  'tfjs.is-missing': {
    en: 'Not installed. How to bring it to a PC without a network: docs/tfjs.md',
    ja: '未インストールです。ネットワークのないPCへの入れ方：docs/tfjs.ja.md',
  },
  'tfjs.needs': {
    en: 'It needs an NVIDIA card of a generation up to RTX 30, CUDA 11.2 and cuDNN 8.1, on 64-bit Linux or Windows.',
    ja: 'RTX 30世代までのNVIDIAカード、CUDA 11.2、cuDNN 8.1、64ビットのLinuxまたはWindowsが必要です。',
  },
} as const;
