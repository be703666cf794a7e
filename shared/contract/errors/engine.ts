// Sentences about running models on this PC.
export const engineMessages = {
  'engine.load-failed': {
    en: 'The compute engine could not load the model: {reason}. Nothing was changed. Try another network; if it happens again, report this text.',
    ja: '計算エンジンがモデルを読み込めませんでした：{reason}。何も変更していません。別のネットワークでお試しください。繰り返す場合はこの文をお知らせください。',
  },
  'engine.run-failed': {
    en: 'The compute engine stopped: {reason}. Everything up to the last checkpoint was kept. Close other programs to free memory and resume.',
    ja: '計算エンジンが停止しました：{reason}。最後のチェックポイントまでは保存されています。他のプログラムを閉じてメモリを空け、再開してください。',
  },
  'engine.device-differs': {
    en: '{device} computes another training step than the CPU for this network: {percent} % of the step is different, {limit} % at most may be. None of its steps was used. Train on the CPU; test the device again after an update of its driver (Settings, or `narashi devices --test`).',
    ja: 'このネットワークの学習ステップを{device}で計算した結果が、CPUの計算と一致しません（差{percent}%、許容{limit}%）。この装置の計算は使っていません。CPUで学習してください。ドライバーを更新したら、設定画面または `narashi devices --test` で診断し直してください。',
  },
  'engine.tfjs-system': {
    en: 'TensorFlow.js has no library for graphics cards on this system ({system}). Nothing was changed. It exists for 64-bit Linux and Windows on Intel or AMD processors; train with ONNX Runtime (the default).',
    ja: 'このシステム（{system}）にはグラフィックカード用のTensorFlow.jsがありません。何も変更していません。対応はIntel・AMDの64ビットLinuxとWindowsのみです。ONNX Runtime（既定）で学習してください。',
  },
  'engine.tfjs-not-prepared': {
    en: 'The folder {folder} does not hold TensorFlow.js for graphics cards of this system: {reason}. Nothing was changed. Prepare it on a PC of the same system with a network, as docs/tfjs.md says.',
    ja: 'フォルダー {folder} に、このシステム用のTensorFlow.js（グラフィックカード用）がありません：{reason}。何も変更していません。ネットワークのある同じ種類のPCで、docs/tfjs.ja.md のとおりに準備してください。',
  },
  'engine.tfjs-not-copied': {
    en: 'TensorFlow.js could not be copied to {folder}: {reason}. What was installed before still is. Free as much space as the prepared folder takes and try again.',
    ja: 'TensorFlow.jsを {folder} にコピーできませんでした：{reason}。以前のインストールはそのままです。準備したフォルダーと同じだけの空き容量を確保して、もう一度お試しください。',
  },
  'engine.tfjs-library': {
    en: 'TensorFlow.js for graphics cards could not be loaded from {folder}: {reason}. Nothing was changed. Install it again (docs/tfjs.md), or train with ONNX Runtime (the default).',
    ja: 'グラフィックカード用のTensorFlow.jsを {folder} から読み込めませんでした：{reason}。何も変更していません。もう一度インストールするか（docs/tfjs.ja.md）、ONNX Runtime（既定）で学習してください。',
  },
  'engine.tfjs-no-card': {
    en: 'TensorFlow.js found no graphics card it can use, and the CPU was not asked for. Nothing was changed. It needs an NVIDIA card with CUDA 11.2 and cuDNN 8.1 (docs/tfjs.md); otherwise train with ONNX Runtime (the default).',
    ja: 'TensorFlow.jsが使えるグラフィックカードが見つかりません（CPUでの計算は指定されていません）。何も変更していません。CUDA 11.2・cuDNN 8.1とNVIDIAのカードが必要です（docs/tfjs.ja.md）。ない場合はONNX Runtime（既定）で学習してください。',
  },
  'engine.tfjs-operator': {
    en: 'TensorFlow.js cannot run this network: {operator} ({node}): {reason}. Nothing was changed. Train it with ONNX Runtime (the default), or choose another network.',
    ja: 'このネットワークはTensorFlow.jsでは実行できません：{operator}（{node}）：{reason}。何も変更していません。ONNX Runtime（既定）で学習するか、別のネットワークを選んでください。',
  },
} as const;
