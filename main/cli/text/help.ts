// Words of --help: written for the person at the line, not for a programmer.
export const helpTexts = {
  'help.usage': { en: 'Usage:', ja: '書き方：' },
  'help.arguments': { en: 'Arguments:', ja: '引数：' },
  'help.options': { en: 'Options:', ja: 'オプション：' },
  'help.global-options': { en: 'Options of every command:', ja: '共通オプション：' },
  'help.commands': { en: 'Commands:', ja: 'コマンド：' },
  'help.usage-pattern': { en: '<command> [options]', ja: '<コマンド> [オプション]' },
  'help.option-pattern': { en: '[options]', ja: '[オプション]' },
  'help.program': {
    en: 'Narashi retrains visual-inspection models on this PC from folders of labelled images, and exports ONNX models proved to judge as they were trained.',
    ja: 'Narashi（均し）は、分類済みの画像フォルダーからこのPCで外観検査モデルを再学習し、学習時と同じ判定をすると確認したONNXモデルを書き出します。',
  },
  'help.after': {
    en: `First steps:
  narashi demo                              try everything on generated sample images
  narashi train parts --out model.onnx      learn from parts/OK, parts/scratch, …
  narashi predict model.onnx new-images     judge images with the exported model

Ctrl-C keeps a checkpoint; narashi resume goes on from it.

Exit codes: 0 done · 1 failed · 2 wrongly written command · 3 images or model file cannot be used (such images count as NG)
  4 no verified export · 130 stopped with Ctrl-C, checkpoint kept`,
    ja: `はじめに：
  narashi demo                              自動生成したサンプル画像で一通り試す
  narashi train parts --out model.onnx      parts/OK、parts/キズ などの画像から学習する
  narashi predict model.onnx new-images     書き出したモデルで画像を判定する

Ctrl-Cで止めるとチェックポイントを保存し、narashi resume で続きから再開できます。

終了コード：0 完了 ・ 1 失敗 ・ 2 コマンドの書き間違い ・ 3 画像やモデルが使えない（読めない画像はNG扱い）
  4 確認済みモデルを書き出せない ・ 130 Ctrl-Cで中断（チェックポイントあり）`,
  },
  'help.help': { en: 'show this help', ja: 'この説明を表示する' },
  'help.version': { en: 'show the version', ja: '版を表示する' },
  'help.lang': {
    en: 'language of messages: ja or en (default: as the system)',
    ja: '表示言語：ja または en（既定：システムの言語）',
  },
  'help.json': {
    en: 'answer as one JSON document; words go to standard error',
    ja: '結果をJSONで出力する（説明文は標準エラー出力へ）',
  },
  'help.debug': { en: 'show technical details of an error', ja: 'エラーの技術的な詳細を表示する' },
  'help.workspace': {
    en: 'where data, runs and models are kept (default: NARASHI_HOME or Narashi in the home folder)',
    ja: '記録とモデルを保存する作業フォルダー（既定：環境変数NARASHI_HOME、またはホームのNarashi）',
  },
  'place.folder': { en: 'folder', ja: 'フォルダー' },
  'place.number': { en: 'number', ja: '数' },
  'place.class': { en: 'class', ja: 'クラス' },
  'place.file': { en: 'file', ja: 'ファイル' },
  'place.images': { en: 'images', ja: '画像' },
  'place.model': { en: 'model.onnx', ja: 'モデル.onnx' },
  'place.model-or-run': { en: 'model.onnx or run', ja: 'モデル.onnxまたは学習番号' },
  'place.run': { en: 'run', ja: '学習番号' },
  'place.setting': { en: 'name=value', ja: '名前=値' },
  'place.arguments': { en: 'arguments', ja: '引数' },

  'train.help': {
    en: 'learn from a folder with one sub-folder of images per class, test, and export a verified model',
    ja: 'クラス別の画像フォルダーから学習し、評価して、確認済みモデルを書き出す',
  },
  'train.folder': {
    en: 'folder with one sub-folder per class, such as OK, scratch, stain',
    ja: 'クラスごとのサブフォルダー（OK、キズ、汚れ など）が入ったフォルダー',
  },
  'train.ok': {
    en: 'class that passes; repeat for several (default: those named OK, good, 良品 …)',
    ja: '合格とするクラス。複数ある場合は繰り返す（既定：OK、good、良品 などの名前）',
  },
  'train.out': { en: 'copy the verified model and its description here', ja: '確認済みモデルと説明ファイルのコピー先' },
  'train.network': {
    en: 'size of the network: tiny (fastest), small, base (most capable) (default: small)',
    ja: 'ネットワークの規模：tiny（最速）、small、base（高性能）（既定：small）',
  },
  'train.backbone': {
    en: 'start from a backbone instead of a preset network: its name, or the beginning of its id (see "narashi backbone list"); with up to 50 images per class the one that comes with Narashi unless --network is given',
    ja: 'プリセットの代わりに、バックボーンから始める。名前またはIDの先頭（一覧は「narashi backbone list」）。--networkの指定がなければ、1クラス平均50枚以下のときはNarashi付属のもの',
  },
  'train.fine-tune': {
    en: 'what of a backbone is trained: all, last (its last stages and the head), head (a new last layer only) (default: all)',
    ja: 'バックボーンの学習範囲：all（全体）、last（後ろの段と最終層）、head（新しい最終層だけ）（既定：all。Narashi付属のものはhead）',
  },
  'train.last-stages': {
    en: 'stages that --fine-tune last trains before the head (default: 1)',
    ja: '--fine-tune last で最終層の前に学習する段数（既定：1）',
  },
  'train.layer-decay': {
    en: 'factor of the learning rate from one stage to the one before it, 1: the same for all (default: 1)',
    ja: '1段手前になるごとに学習率に掛ける係数。1なら全段同じ（既定：1）',
  },
  'train.batch-norm': {
    en: 'statistics BatchNormalization is trained with: batch, or frozen as they came (default: batch; what is not trained keeps its own)',
    ja: 'BatchNormalizationの統計：batch（バッチごと）、frozen（元のまま）（既定：batch。学習しない段は常に元のまま）',
  },
  'train.size': {
    en: 'side of the image the network sees, pixels (default: 64)',
    ja: 'ネットワークに入れる画像の一辺（画素）（既定：64）',
  },
  'train.epochs': {
    en: 'times every image is learnt from (default: 15, more for small sets)',
    ja: '全画像を学習する回数（既定：15、画像が少ないときは増やす）',
  },
  'train.batch': { en: 'images per step (default: 32)', ja: '1ステップの画像枚数（既定：32）' },
  'train.learning-rate': {
    en: 'length of a step (default: 0.05; a backbone 0.01)',
    ja: '学習率（既定：0.05、バックボーンは0.01）',
  },
  'train.seed': {
    en: 'number all chance is drawn from; the same seed repeats a run (default: 0)',
    ja: '乱数の種。同じ値なら同じ学習を再現（既定：0）',
  },
  'train.method': {
    en: 'sgd, sam, asam, or samar: adaptive sharpness-aware minimization (default: samar)',
    ja: '学習方法：sgd、sam、asam、samar（適応的な平坦性重視の学習）（既定：samar）',
  },
  'train.mode': {
    en: 'efficient (1.1 gradients per step) or thorough (2 gradients) (default: efficient with samar)',
    ja: 'efficient（勾配1.1回/ステップ）または thorough（2回）（既定：samarではefficient）',
  },
  'train.rho': {
    en: 'radius in which the loss shall be flat (default: 0.05; asam 0.5)',
    ja: '損失を平坦にする半径ρ（既定：0.05、asamは0.5）',
  },
  'train.test': {
    en: 'share of images set apart for the test (default: 0.2)',
    ja: '評価用に取り分ける画像の割合（既定：0.2）',
  },
  'train.validation': {
    en: 'share of images watched while training (default: 0)',
    ja: '学習中の確認に使う画像の割合（既定：0）',
  },
  'train.class-weights': {
    en: 'weight of rare classes: none, sqrt, inverse (default: none)',
    ja: '少ないクラスの重み：none、sqrt、inverse（既定：none）',
  },
  'train.sampling': {
    en: 'how often classes are shown: natural, softened, balanced (default: balanced where one class is twice another)',
    ja: 'クラスの出し方：natural（枚数どおり）、softened、balanced（均等）（既定：2倍以上の偏りがあればbalanced）',
  },
  'train.augmentation': {
    en: 'variation of the images: none, line, strong (default: line)',
    ja: '画像の変化付け：none、line、strong（既定：line）',
  },
  'train.set': {
    en: 'any other setting, such as weightDecay=0.001; repeat for several',
    ja: 'その他の設定（例：weightDecay=0.001）。複数は繰り返す',
  },
  'train.threads': { en: 'processor threads to use (default: all)', ja: '使用するCPUスレッド数（既定：すべて）' },
  'train.yen': { en: 'price of electricity, yen per kWh (default: 31)', ja: '電気料金（円/kWh）（既定：31）' },
  'train.watts': {
    en: 'what this PC draws while training, watts (default: 80)',
    ja: '学習中のPCの消費電力（W）（既定：80）',
  },
  'resume.help': { en: 'go on with a run that was stopped or interrupted', ja: '中断した学習を続きから再開する' },
  'resume.run': {
    en: 'number of the run (default: the newest unfinished one)',
    ja: '学習番号（既定：最後に中断した学習）',
  },
  'eval.help': {
    en: 'show a run’s test result, or test a model on a folder of labelled images',
    ja: '学習の評価結果を表示、または分類済み画像でモデルを評価する',
  },
  'eval.model': { en: 'exported model, or number of a run', ja: '書き出したモデル、または学習番号' },
  'eval.folder': {
    en: 'folder with one sub-folder per class (for a model)',
    ja: 'クラス別の画像フォルダー（モデルの場合）',
  },
  'export.help': {
    en: 'check a run’s exported model again and copy it',
    ja: '学習から書き出したモデルを再確認し、コピーする',
  },
  'export.run': { en: 'number of the run', ja: '学習番号' },
  'predict.help': { en: 'judge images with an exported model', ja: '書き出したモデルで画像を判定する' },
  'predict.model': { en: 'exported model', ja: '書き出したモデル' },
  'predict.images': { en: 'image files, or folders of images', ja: '画像ファイル、または画像フォルダー' },
  'predict.csv': {
    en: 'answer as CSV that Excel opens (UTF-8 with BOM)',
    ja: '結果をCSVで出力する（Excelで開けるBOM付きUTF-8）',
  },
  'predict.out': { en: 'write the answer into this file', ja: '結果をこのファイルに書き込む' },
  'runs.help': {
    en: 'list all runs, or show what is needed to repeat one',
    ja: '学習の一覧、または再現に必要な全情報を表示する',
  },
  'runs.list': { en: 'list all runs (default)', ja: '学習の一覧（既定）' },
  'runs.show': {
    en: 'all about one run: settings, data, environment, result, cost',
    ja: '一つの学習の全情報：設定、データ、環境、結果、費用',
  },
  'bench.help': { en: 'measure how fast this PC trains', ja: 'このPCの学習速度を測る' },
  'bench.arguments': { en: 'passed on to the measurement', ja: '測定プログラムに渡す引数' },
  'sample.help': { en: 'write generated sample images to try Narashi with', ja: '試用のためのサンプル画像を生成する' },
  'sample.folder': { en: 'folder to write into', ja: '書き込み先フォルダー' },
  'sample.count': { en: 'images per class (default: 100)', ja: 'クラスごとの枚数（既定：100）' },
  'sample.seed': { en: 'seed of the drawing (default: 1)', ja: '生成の乱数の種（既定：1）' },
  'demo.help': {
    en: 'the whole job on sample images: import, train, test, export, check',
    ja: 'サンプル画像で一連の作業を試す：取り込み、学習、評価、書き出し、確認',
  },
} as const;
