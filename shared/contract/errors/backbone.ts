// Errors of backbones: models brought from elsewhere, what was found in them, and how they are kept.
export const backboneMessages = {
  'backbone.not-readable': {
    en: 'The model file {path} cannot be read: {reason}. Nothing was changed. Check that it is there and may be read, then try again.',
    ja: 'モデルファイル {path} を読み取れません：{reason}。何も変更していません。ファイルの場所と読み取り権限を確認して、もう一度お試しください。',
  },
  'backbone.too-large': {
    en: 'The model file {path} has {megabytes} MB; up to {limit} MB can be used. Nothing was changed. Choose a smaller network of the same kind.',
    ja: 'モデルファイル {path} は{megabytes} MBあります。使えるのは{limit} MBまでです。何も変更していません。同じ種類の、より小さいネットワークを選んでください。',
  },
  'backbone.input-shape': {
    en: 'The model’s input "{name}" has the shape {shape}; colour images are needed: [N, 3, height, width] or [N, height, width, 3]. Nothing was changed. Choose an image model that takes three colour channels.',
    ja: 'モデルの入力「{name}」の形は{shape}です。カラー画像（[N, 3, 高さ, 幅]または[N, 高さ, 幅, 3]）が必要です。何も変更していません。3チャンネルの画像を受け取るモデルを選んでください。',
  },
  'backbone.not-square': {
    en: 'The model was exported for images of {height} × {width} pixels; square ones are needed. Nothing was changed. Export it for a square size, or with free height and width.',
    ja: 'このモデルは{height}×{width}画素の画像用に書き出されています。正方形が必要です。何も変更していません。正方形のサイズ、または可変の高さ・幅で書き出し直してください。',
  },
  'backbone.no-feature': {
    en: 'No output of the model looks like class scores or features of an image ({list}). Nothing was changed. Choose a classifier or a feature extractor, not a detector or a segmentation model.',
    ja: 'モデルの出力に、クラスの得点や画像の特徴と思われるものがありません（{list}）。何も変更していません。検出や領域分割のモデルではなく、分類または特徴抽出のモデルを選んでください。',
  },
  'backbone.unknown-value': {
    en: 'The model has no value "{value}". Nothing was changed. Name one of these: {list}.',
    ja: 'モデルに「{value}」という値はありません。何も変更していません。次のいずれかを指定してください：{list}。',
  },
  'backbone.unusable-value': {
    en: 'The value "{value}" of shape {shape} cannot be a feature of an image. Nothing was changed. Name one of these: {list}.',
    ja: '形が{shape}の値「{value}」は画像の特徴として使えません。何も変更していません。次のいずれかを指定してください：{list}。',
  },
  'backbone.pooling': {
    en: 'This feature cannot be pooled by "{wished}". Nothing was changed. Possible: {possible}.',
    ja: 'この特徴は「{wished}」では一つにまとめられません。何も変更していません。使えるもの：{possible}。',
  },
  'backbone.batch-fixed': {
    en: 'The model was exported for a fixed number of images and cannot be changed to another (at node "{node}"). Nothing was changed. Export it with a dynamic batch size, in PyTorch with the option dynamic_axes.',
    ja: 'このモデルは画像の枚数を固定して書き出されており、変更できません（ノード「{node}」）。何も変更していません。バッチサイズを可変にして書き出し直してください（PyTorchではdynamic_axesを指定）。',
  },
  'backbone.size-fixed': {
    en: 'The backbone "{name}" takes images of {made} pixels only, not {size}: its graph or its position embeddings are made for that size. Nothing was started. Set the image size to {made}, or export the network for {size} pixels and add it again.',
    ja: 'バックボーン「{name}」が使えるのは{made}画素の画像だけで、{size}画素は使えません（計算グラフまたは位置埋め込みがそのサイズ専用です）。何も始めていません。画像サイズを{made}にするか、{size}画素用に書き出し直して追加してください。',
  },
  'backbone.size-multiple': {
    en: 'The backbone "{name}" takes image sizes from {minimum} pixels in steps of {multipleOf}, not {size}. Nothing was started. Set the image size to {nearest}.',
    ja: 'バックボーン「{name}」の画像サイズは{minimum}画素以上、{multipleOf}画素刻みです。{size}画素は使えません。何も始めていません。画像サイズを{nearest}にしてください。',
  },
  'backbone.preprocessing-unknown': {
    en: 'Nothing in "{name}" says how it wants its pixels prepared. Nothing was added. Look into the network’s documentation and choose (on the command line with --preprocessing, or --mean and --std).',
    ja: '「{name}」には、画素の前処理の記載がありません。追加していません。ネットワークの説明書で確認して選んでください（コマンドラインでは --preprocessing、または --mean と --std）。',
  },
  'backbone.exists': {
    en: 'This network was added before, as "{name}". Nothing was changed. To correct what was found, remove that one and add it again.',
    ja: 'このネットワークは「{name}」として追加済みです。何も変更していません。判定を直すときは、それを削除してから追加し直してください。',
  },
  'backbone.not-found': {
    en: 'There is no backbone "{given}" in this workspace. Nothing was changed. "narashi backbone list" and the settings show all; add it with "narashi backbone add".',
    ja: 'この作業フォルダーにバックボーン「{given}」はありません。何も変更していません。一覧は「narashi backbone list」または設定画面で確認し、「narashi backbone add」で追加してください。',
  },
  'backbone.ambiguous': {
    en: '"{given}" fits several backbones: {list}. Nothing was changed. Type more of the id, or the name.',
    ja: '「{given}」に当てはまるバックボーンが複数あります：{list}。何も変更していません。IDをもっと長く入力するか、名前を入力してください。',
  },
  'backbone.in-box': {
    en: '"{name}" comes with Narashi and stays. Nothing was changed. It is used only where a training starts from it.',
    ja: '「{name}」はNarashiに付属しているため削除できません。何も変更していません。学習の出発点に選ばない限り使われません。',
  },
  'backbone.in-use': {
    en: 'The backbone "{name}" is still needed: trainings {runs} ({list}), trials under way {trials}. Without it they cannot be continued or proved again. Nothing was removed. It can be removed once no training needs it.',
    ja: 'バックボーン「{name}」は学習{runs}件（{list}）と実行中の比較{trials}件に必要です。これがないと再開も再検証もできません。削除していません。必要とする学習がなくなれば削除できます。',
  },
  'backbone.file-gone': {
    en: 'The file of the backbone "{name}" is no longer in the workspace. Its trainings cannot be continued. Restore a backup, or remove the backbone and add the network again.',
    ja: 'バックボーン「{name}」のファイルが作業フォルダーにありません。これを使う学習は再開できません。バックアップを復元するか、バックボーンを削除してネットワークを追加し直してください。',
  },
} as const;
