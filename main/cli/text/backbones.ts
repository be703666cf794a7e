// Words of backbones on the command line.
export const backboneTexts = {
  'place.backbone': { en: 'backbone', ja: 'バックボーン' },
  'place.value': { en: 'value', ja: '値の名前' },
  'backbone.help': {
    en: 'networks from elsewhere (ONNX) to start trainings from',
    ja: '学習の出発点にする学習済みネットワーク（ONNX）の管理',
  },
  'backbone.add': { en: 'look at a network and keep it', ja: 'ネットワークを調べて追加する' },
  'backbone.list': { en: 'all that were added', ja: '追加済みの一覧' },
  'backbone.show': { en: 'what is known of one', ja: '1つの詳細' },
  'backbone.remove': { en: 'remove one that no training needs', ja: '使われていないものを削除する' },
  'backbone.file': {
    en: 'the model (.onnx); files of weights and preprocessor_config.json or config.json beside it are read too',
    ja: 'モデル（.onnx）。隣にある重みファイルやpreprocessor_config.json・config.jsonも読みます',
  },
  'backbone.which': { en: 'its name, or the first digits of its id', ja: '名前、またはIDの先頭' },
  'backbone.name': { en: 'name in lists (default: of the file)', ja: '一覧での名前（既定：ファイル名）' },
  'backbone.feature': {
    en: 'value to cut the network at instead of the one found (see --dry-run)',
    ja: '自動判定の代わりに切り出す値（候補は--dry-runで表示）',
  },
  'backbone.pooling': {
    en: 'how its places or tokens become one vector, where more than one way is possible',
    ja: '位置・トークンを1つのベクトルにまとめる方法（複数ある場合）',
  },
  'backbone.preprocessing': {
    en: 'how the network wants its pixels, instead of what was found',
    ja: '自動判定の代わりに使う画素の前処理',
  },
  'backbone.mean': { en: 'mean that is taken off each channel', ja: 'チャンネルごとに引く平均' },
  'backbone.std': { en: 'deviation each channel is divided by', ja: 'チャンネルごとに割る標準偏差' },
  'backbone.range': {
    en: 'pixels before mean and deviation: 0–1 or 0–255',
    ja: '平均・標準偏差を適用する前の画素の範囲：0〜1または0〜255',
  },
  'backbone.bgr': { en: 'the network takes blue first', ja: 'ネットワークの入力は青が先（BGR）' },
  'backbone.dry-run': {
    en: 'only show what is found and what it could be cut at',
    ja: '追加せず、判定結果と切り出し候補だけを表示',
  },
  'backbone.understood': { en: 'understood as', ja: '判定' },
  'backbone.why': { en: 'because', ja: '理由' },
  'backbone.cut-at': { en: 'cut at', ja: '切り出す値' },
  'backbone.gives': { en: 'feature', ja: '特徴' },
  'backbone.pixels': { en: 'pixels', ja: '画素の前処理' },
  'backbone.sizes': { en: 'image size', ja: '画像サイズ' },
  'backbone.trains': { en: 'trainable', ja: '学習できる範囲' },
  'backbone.file-facts': { en: 'file', ja: 'ファイル' },
  'backbone.file-of': {
    en: '{producer}, opset {opset}, {parameters} parameters, {megabytes} MB',
    ja: '{producer}、opset {opset}、パラメーター{parameters}個、{megabytes} MB',
  },
  'backbone.identity': { en: 'id', ja: '識別子' },
  'backbone.title-name': { en: 'name', ja: '名前' },
  'backbone.title-id': { en: 'id', ja: '識別子の先頭' },
  'backbone.title-runs': { en: 'trainings', ja: '学習数' },
  'backbone.all': { en: 'all of it', ja: '全体' },
  'backbone.head-only': { en: 'last layer', ja: '最終層のみ' },
  'backbone.candidates': {
    en: 'It could be cut at (--feature):',
    ja: '切り出せる値（--featureで指定）：',
  },
  'backbone.not-added': {
    en: 'Nothing was added. Without --dry-run it is.',
    ja: 'まだ追加していません。--dry-runを外すと追加します。',
  },
  'backbone.known-already': { en: 'This network was added before.', ja: 'このネットワークは追加済みです。' },
  'backbone.was-added': { en: '"{name}" was added.', ja: '「{name}」を追加しました。' },
  'backbone.check-pixels': {
    en: 'How its pixels are prepared is a guess: PyTorch files do not say it. If its documentation says otherwise, remove it and add it again with --preprocessing.',
    ja: '画素の前処理は推定です（PyTorchのファイルには記載がありません）。モデルの説明と異なる場合は、削除して--preprocessingを付けて追加し直してください。',
  },
  'backbone.next': {
    en: 'The workspace keeps its own copy: the file is needed no more.',
    ja: '作業フォルダーに複製を保存しました。元のファイルは不要です。',
  },
  'backbone.none': {
    en: 'No backbone was added yet: narashi backbone add model.onnx',
    ja: 'まだ追加されていません。追加するには：narashi backbone add model.onnx',
  },
  'backbone.used-by': { en: 'Trainings that need it: {count}', ja: 'これを必要とする学習：{count}件' },
  'backbone.was-removed': { en: '"{name}" was removed.', ja: '「{name}」を削除しました。' },
} as const;
