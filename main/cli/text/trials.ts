// Words of trials: their options, their course, and their figures.
export const trialTexts = {
  'place.trial': { en: 'trial', ja: '試行番号' },
  'place.method': { en: 'method', ja: '方法' },
  'place.methods': { en: 'methods', ja: '方法' },
  'trial.help': {
    en: 'compare training methods on your own images: gain with its interval, against what it costs',
    ja: '自分の画像で学習方法を比べる：効果（区間つき）と費用',
  },
  'trial.start': {
    en: 'start a trial on a folder of labelled images (default)',
    ja: '画像フォルダーで試行を始める（既定）',
  },
  'trial.resume': { en: 'go on with a trial that was stopped or interrupted', ja: '中断した試行を続きから再開する' },
  'trial.resume-id': {
    en: 'number of the trial (default: the newest unfinished one)',
    ja: '試行番号（既定：最後に中断した試行）',
  },
  'trial.list': { en: 'list all trials', ja: '試行の一覧' },
  'trial.show': { en: 'the figures of a trial, as far as it got', ja: '試行の結果（途中までの分も）' },
  'trial.id': { en: 'number of the trial', ja: '試行番号' },
  'trial.methods': {
    en: 'methods to compare, separated by commas: sgd, adamw, sam, asam, samar-efficient, samar-thorough (default: sgd,samar-efficient)',
    ja: '比べる方法（コンマ区切り）：sgd、adamw、sam、asam、samar-efficient、samar-thorough（既定：sgd,samar-efficient）',
  },
  'trial.baseline': {
    en: 'the method the others are compared with (default: the first)',
    ja: '基準とする方法（既定：最初の方法）',
  },
  'trial.budget': {
    en: 'equal training time for all, equal epochs, or both (default: time)',
    ja: 'そろえる条件：time（学習時間）、epochs（エポック数）、both（両方）（既定：time）',
  },
  'trial.seeds': { en: 'repetitions with different seeds (default: 5)', ja: '種を変えた繰り返しの回数（既定：5）' },
  'trial.noise': {
    en: 'share of the training labels made wrong on purpose, 0 to 0.5 (default: 0)',
    ja: 'わざと間違えさせる学習ラベルの割合、0～0.5（既定：0）',
  },
  'trial.name': { en: 'name of the trial (default: that of the folder)', ja: '試行の名前（既定：フォルダー名）' },
  'trial.preset': {
    en: 'fast, standard or accurate, as in the app (default: fast)',
    ja: 'アプリと同じ設定：fast、standard、accurate（既定：fast）',
  },
  'trial.network': {
    en: 'size of the network: tiny, small, base (default: by the preset)',
    ja: 'ネットワークの規模：tiny、small、base（既定：--preset に従う）',
  },
  'trial.size': {
    en: 'side of the image the network sees, pixels (default: by the preset)',
    ja: 'ネットワークに入れる画像の一辺（画素）（既定：--preset に従う）',
  },
  'trial.epochs': {
    en: 'epochs of the baseline, and of all under equal epochs (default: by the number of images)',
    ja: '基準のエポック数。epochs の条件では全方法の回数（既定：画像の枚数による）',
  },
  'trial.batch': {
    en: 'images per step (default: by the number of images)',
    ja: '1ステップの画像枚数（既定：画像の枚数による）',
  },
  'trial.learning-rate': {
    en: 'length of a step (default: 0.05; adamw 0.001)',
    ja: '学習率（既定：0.05、adamwは0.001）',
  },
  'expected.methods': {
    en: 'at least two different ones of sgd, adamw, sam, asam, samar-efficient, samar-thorough',
    ja: 'sgd、adamw、sam、asam、samar-efficient、samar-thorough から2つ以上',
  },
  'expected.trial': {
    en: 'the number of a trial; narashi trial list lists them',
    ja: '試行番号（narashi trial list で確認できます）',
  },
  'trial.title': { en: 'Trial {id}: {name}', ja: '試行{id}：{name}' },
  'trial.noised': {
    en: '{noise} of the training labels are made wrong on purpose.',
    ja: '学習ラベルの{noise}をわざと間違えさせます。',
  },
  'trial.timing': {
    en: 'Timing the methods on this PC …',
    ja: 'このPCで各方法の所要時間を測っています…',
  },
  'trial.timed': {
    en: '{trainings} trainings, about {time} in all',
    ja: '学習{trainings}回、合計でおよそ{time}',
  },
  'trial.method': { en: 'method', ja: '方法' },
  'trial.per-epoch': { en: 'time per epoch', ja: '1エポックの時間' },
  'trial.epochs-equal': { en: 'epochs (equal epochs)', ja: 'エポック（回数をそろえる）' },
  'trial.epochs-time': { en: 'epochs (equal time)', ja: 'エポック（時間をそろえる）' },
  'trial.training': {
    en: '{index}/{total}  seed {seed} · {method} · {epochs} epochs · run {run}',
    ja: '{index}/{total}  種{seed} · {method} · {epochs}エポック · 学習{run}',
  },
  'trial.trained': {
    en: 'accuracy {accuracy} · escape {escape} · overkill {overkill} · {time} · {left} left',
    ja: '正解率 {accuracy} · 見逃し {escape} · 過検出 {overkill} · {time} · 残り {left}',
  },
  'trial.training-failed': {
    en: 'failed, and counts as such: {reason}',
    ja: '失敗しました（失敗として数えます）：{reason}',
  },
  'trial.stopped': {
    en: 'Stopped; everything trained so far is kept. Go on with: {command}',
    ja: '中断しました。ここまでの学習はすべて残っています。再開：{command}',
  },
  'trial.done': { en: 'All {trainings} trainings are done.', ja: '学習{trainings}回がすべて完了しました。' },
  'trial.none': {
    en: 'There are no trials yet in {workspace}. Start one with: narashi trial <folder>',
    ja: '作業フォルダー {workspace} に試行はまだありません。始めるには：narashi trial <フォルダー>',
  },
  'trial.number': { en: 'trial', ja: '番号' },
  'trial.title-column': { en: 'name', ja: '名前' },
  'trial.state': { en: 'state', ja: '状態' },
  'trial.trainings': { en: 'trainings', ja: '学習' },
  'trial.started': { en: 'started', ja: '開始' },
  'trial.status-running': { en: 'unfinished', ja: '未完了' },
  'trial.status-paused': { en: 'paused', ja: '一時停止' },
  'trial.status-done': { en: 'done', ja: '完了' },
  'trial.status-stopped': { en: 'ended early', ja: '途中で終了' },
  'trial.budget-epochs': { en: 'Equal epochs', ja: 'エポック数をそろえた比較' },
  'trial.budget-time': { en: 'Equal training time', ja: '学習時間をそろえた比較' },
  'trial.tested': {
    en: 'Tested on {images} images ({ng} NG, {ok} OK). Mean over the seeds, in brackets its 95 % interval.',
    ja: '評価画像{images}枚（NG {ng}枚、OK {ok}枚）。値は種ごとの平均、かっこ内は95%区間です。',
  },
  'trial.accuracy': { en: 'accuracy', ja: '正解率' },
  'trial.balanced': { en: 'balanced accuracy', ja: 'クラス平均正解率' },
  'trial.escape': { en: 'escape', ja: '見逃し' },
  'trial.overkill': { en: 'overkill', ja: '過検出' },
  'trial.calibration': { en: 'calibration error', ja: '確率のずれ' },
  'trial.memorised': { en: 'wrong labels learnt', ja: '間違いの丸覚え' },
  'trial.robustness': { en: 'robustness', ja: '堅牢性' },
  'trial.time': { en: 'time', ja: '時間' },
  'trial.energy': { en: 'electricity, kWh', ja: '電力量（kWh）' },
  'trial.cost': { en: 'cost', ja: '費用' },
  'trial.seeds-done': { en: 'seeds', ja: '種' },
  'trial.against': { en: 'Difference to {baseline}', ja: '{baseline}との差' },
  'trial.measure': { en: 'figure', ja: '指標' },
  'trial.difference': { en: 'points', ja: 'ポイント' },
  'trial.range': { en: '95 % interval', ja: '95%区間' },
  'trial.wins': { en: 'better/equal/worse', ja: '勝ち/同じ/負け' },
  'trial.p-seeds': { en: 'p (seeds)', ja: 'p（種）' },
  'trial.p-adjusted': { en: 'corrected', ja: '補正後' },
  'trial.p-images': { en: 'p (images)', ja: 'p（画像）' },
  'trial.least-p': {
    en: 'With {seeds} seeds the p over the seeds cannot be less than {least}.',
    ja: '種が{seeds}つのとき、種ごとのp値は{least}より小さくなりません。',
  },
  'trial.several': {
    en: '{count} methods are compared at once: the interval of each verdict is wider for that reason.',
    ja: '{count}つの方法を同時に比べるため、結論の区間はその分広くとっています。',
  },
  'trial.transfer': {
    en: 'The trial speaks for these images, this network and this PC.',
    ja: 'この結果は、この画像・ネットワーク・PCについてのものです。',
  },
  'trial.watts': {
    en: 'Electricity: {source}.',
    ja: '電力：{source}。',
  },
  'trial.watts-assumed': {
    en: 'from the watts assumed, not measured',
    ja: '仮定したワット数から計算（実測ではありません）',
  },
  'trial.watts-measured': { en: 'measured', ja: '実測' },
  'trial.watts-mixed': {
    en: 'partly measured, partly from the watts assumed',
    ja: '一部は実測、一部は仮定したワット数',
  },
} as const;
