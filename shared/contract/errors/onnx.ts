// Sentences about reading, normalising and differentiating ONNX models.
export const onnxMessages = {
  'onnx.empty': {
    en: 'The model file is empty (0 bytes). Nothing was changed. Copy it again from its source or export it again.',
    ja: 'モデルファイルが空です（0バイト）。何も変更していません。元の場所からコピーし直すか、もう一度書き出してください。',
  },
  'onnx.unreadable': {
    en: 'The file is not a readable ONNX model: {reason}. Nothing was changed. Export the model again and retry.',
    ja: 'ONNXモデルとして読み取れません：{reason}。何も変更していません。モデルを書き出し直してからもう一度お試しください。',
  },
  'onnx.external-data': {
    en: 'The weights of "{tensor}" are stored in another file, "{file}", which cannot be read: {reason}. Nothing was changed. Put that file into the folder of the model and try again, or export the model as a single file.',
    ja: '「{tensor}」の重みは別のファイル「{file}」にありますが、読み取れません：{reason}。何も変更していません。そのファイルをモデルと同じフォルダーに置いてやり直すか、単一ファイルとして書き出してください。',
  },
  'onnx.opset': {
    en: 'The model uses ONNX operator set {opset}; {lowest} to {highest} can be used. Nothing was changed. Export it again with opset_version=17.',
    ja: 'このモデルのONNXオペレーターセットは{opset}です。使えるのは{lowest}から{highest}です。何も変更していません。opset_version=17で書き出し直してください。',
  },
  'onnx.domain': {
    en: 'Node "{node}" uses {operator} from "{domain}", which is not standard ONNX. Nothing was changed. Export the original model without optimisation or vendor operators.',
    ja: 'ノード「{node}」は標準ONNXではない「{domain}」の演算{operator}を使っています。何も変更していません。最適化やベンダー独自の演算を使わずに、元のモデルを書き出し直してください。',
  },
  'onnx.control-flow': {
    en: 'Node "{node}" ({operator}) makes the model branch, loop or handle lists, which cannot be trained. Nothing was changed. Export it in evaluation mode by tracing, with a fixed image size.',
    ja: 'ノード「{node}」（{operator}）は分岐・繰り返し・リスト処理であり、学習できません。何も変更していません。評価モードで画像サイズを固定し、トレースで書き出し直してください。',
  },
  'onnx.quantized': {
    en: 'The model is quantized to integers (node "{node}", {operator}) and cannot be trained. Nothing was changed. Choose the float32 model it was made from.',
    ja: 'このモデルは整数に量子化されているため（ノード「{node}」、{operator}）、学習できません。何も変更していません。量子化前のfloat32モデルを選んでください。',
  },
  'onnx.precision': {
    en: 'The model holds numbers of type {type} ("{tensor}"); training needs float32. Nothing was changed. Export it in float32, in PyTorch with model.float() before the export.',
    ja: 'モデルに{type}型の数値（「{tensor}」）があります。学習にはfloat32が必要です。何も変更していません。float32で書き出し直してください（PyTorchでは書き出す前にmodel.float()）。',
  },
  'onnx.inputs': {
    en: 'The model has {count} inputs ({list}); exactly one image input is needed. Nothing was changed. Export the model so that it takes only the image.',
    ja: 'モデルの入力が{count}個あります（{list}）。画像の入力が一つだけ必要です。何も変更していません。画像だけを入力とするように書き出し直してください。',
  },
  'onnx.input-size': {
    en: 'The model takes images of shape {wanted} at "{name}", not {given}. Nothing was changed. Choose the image size it was exported for, or export it with dynamic sizes.',
    ja: 'このモデルの入力「{name}」の形は{wanted}で、{given}は使えません。何も変更していません。書き出したときの画像サイズを選ぶか、可変サイズで書き出してください。',
  },
  'onnx.fixed-batch': {
    en: 'The model was exported for batches of {from} and cannot be changed to {to} (at node "{node}"). Nothing was changed. Export it with a dynamic batch size, in PyTorch with the option dynamic_axes.',
    ja: 'このモデルはバッチサイズ{from}で書き出されており、{to}に変更できません（ノード「{node}」）。何も変更していません。バッチサイズを可変にして書き出し直してください（PyTorchではdynamic_axesを指定）。',
  },
  'onnx.missing-value': {
    en: 'The model is damaged: "{node}" needs the value "{value}", which nothing in the file produces. Nothing was changed. Export the model again and retry.',
    ja: 'モデルが壊れています：「{node}」に必要な値「{value}」がファイルにありません。何も変更していません。モデルを書き出し直してからもう一度お試しください。',
  },
  'onnx.cycle': {
    en: 'The model is damaged: its nodes wait for each other in a circle ({list}). Nothing was changed. Export the model again and retry.',
    ja: 'モデルが壊れています：ノードが循環して互いを待っています（{list}）。何も変更していません。モデルを書き出し直してからもう一度お試しください。',
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
