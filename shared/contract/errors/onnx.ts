// Sentences about reading and differentiating ONNX models.
export const onnxMessages = {
  'onnx.unreadable': {
    en: 'The file is not a readable ONNX model: {reason}. Nothing was changed. Export the model again and retry.',
    ja: 'ONNXモデルとして読み取れません：{reason}。何も変更していません。モデルを書き出し直してからもう一度お試しください。',
  },
  'onnx.unsupported': {
    en: 'The model cannot be used: node "{node}" ({operator}): {reason}. Nothing was changed. Re-export the model without this operator or choose a preset network.',
    ja: 'このモデルは使えません：ノード「{node}」（{operator}）：{reason}。何も変更していません。この演算を使わずに書き出し直すか、標準ネットワークを選んでください。',
  },
  'onnx.not-differentiable': {
    en: 'The model cannot be trained: {count} operator(s) have no gradient: {list}. Nothing was started. Train only the last layer, re-export without them, or choose a preset network.',
    ja: 'このモデルは学習できません。勾配を計算できない演算が{count}個あります：{list}。学習は始めていません。最終層だけを学習するか、これらを使わずに書き出し直すか、標準ネットワークを選んでください。',
  },
} as const;
