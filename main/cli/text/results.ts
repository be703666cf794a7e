// Words about what a model can do: evaluation, export, prediction.
export const resultTexts = {
  'result.title': { en: 'Result on {images} test images', ja: '評価結果（評価画像{images}枚）' },
  'result.folder-title': {
    en: 'Result of {model} on {images} images of {folder}',
    ja: '{model} の評価結果（{folder} の画像{images}枚）',
  },
  'result.accuracy': { en: 'accuracy', ja: '正解率' },
  'result.balanced': { en: 'balanced accuracy', ja: '均衡正解率' },
  'result.escape': { en: 'escape (NG part judged OK)', ja: '見逃し（NG品をOKと判定）' },
  'result.overkill': { en: 'overkill (OK part judged NG)', ja: '過検出（OK品をNGと判定）' },
  'result.rate': {
    en: '{value}   {count} of {total}; true value {interval} (95 % certain)',
    ja: '{value}   {total}枚中{count}枚、真の値は{interval}（信頼度95%）',
  },
  'result.mean-recall': { en: '{value}   mean over the classes', ja: '{value}   クラスごとの正解率の平均' },
  'result.zero-escape': {
    en: '0 of {total} missed still allows up to {bound} escape (one-sided 95 %).',
    ja: '{total}枚中0枚の見逃しでも、真の見逃し率は最大{bound}の可能性があります（片側95%）。',
  },
  'result.zero-overkill': {
    en: '0 of {total} rejected still allows up to {bound} overkill (one-sided 95 %).',
    ja: '{total}枚中0枚の過検出でも、真の過検出率は最大{bound}の可能性があります（片側95%）。',
  },
  'result.not-told': {
    en: 'not measured: no such images were tested',
    ja: '測定できません（該当する評価画像がありません）',
  },
  'result.class': { en: 'class', ja: 'クラス' },
  'result.verdict': { en: 'verdict', ja: '判定' },
  'result.images': { en: 'images', ja: '枚数' },
  'result.found': { en: 'found', ja: '検出率' },
  'result.correct': { en: 'right when judged so', ja: '適合率' },
  'result.confusion': { en: 'Actual class (rows), judged as (columns):', ja: '実際のクラス（行）と判定（列）：' },
  'result.minutes': { en: 'time', ja: '所要時間' },
  'result.energy': { en: 'electricity', ja: '電力量' },
  'result.energy-value': {
    en: '{kwh} kWh, {yen}   assumed: {watts} W, {price} yen/kWh',
    ja: '{kwh} kWh、{yen}   {watts} W・{price}円/kWhと仮定',
  },
  'result.energy-measured': {
    en: '{kwh} kWh, {yen}   measured: {watts} W, of the processor alone; {price} yen/kWh',
    ja: '{kwh} kWh、{yen}   実測{watts} W（CPUのみ）・{price}円/kWh',
  },
  'result.gradients': { en: 'gradient evaluations', ja: '勾配計算' },
  'result.gradients-value': { en: '{count}   batches', ja: '{count}回   バッチ単位' },
  'result.model': { en: 'exported model', ja: '書き出したモデル' },
  'result.check': { en: 'check of the file', ja: 'ファイルの確認' },
  'result.check-value': {
    en: 'passed: {images} of {images} test images judged as in training, largest difference {difference}',
    ja: '合格：評価画像{images}枚すべてで学習時と同じ判定、確率の差は最大{difference}',
  },
  'result.copied': { en: 'copied to', ja: 'コピー先' },
  'result.settings': { en: 'all settings', ja: '全設定' },
  'result.next': { en: 'judge images', ja: '画像の判定' },
  'result.stored-of': { en: 'Run {run}', ja: '学習{run}' },

  'eval.wrong': {
    en: 'Judged as another class than their folder says: {count}',
    ja: 'フォルダーと異なるクラスに判定された画像：{count}枚',
  },
  'export.verified': {
    en: 'Run {run}: the exported model was checked again.',
    ja: '学習{run}：書き出したモデルを再確認しました。',
  },
  'export.rebuilt': {
    en: 'Run {run}: the model file was missing or altered; it was exported again from the checkpoint and checked.',
    ja: '学習{run}：モデルファイルがない、または変更されていたため、チェックポイントから書き出し直して確認しました。',
  },

  'predict.verdict': { en: 'verdict', ja: '判定' },
  'predict.class': { en: 'class', ja: 'クラス' },
  'predict.probability': { en: 'probability', ja: '確率' },
  'predict.image': { en: 'image', ja: '画像' },
  'predict.error': { en: 'error', ja: 'エラー' },
  'predict.live': { en: 'Judging images  {done}/{total}', ja: '判定中  {done}/{total}' },
  'predict.unreadable': { en: 'unreadable', ja: '読取不可' },
  'predict.summary': { en: '{images} images: {ok} OK, {ng} NG', ja: '画像{images}枚：OK {ok}枚、NG {ng}枚' },
  'predict.failed': {
    en: '{count} image(s) could not be read and count as NG.',
    ja: '{count}枚の画像を読み取れなかったため、NGとしました。',
  },

  'demo.title': {
    en: 'Narashi demo: the whole job on {count} generated pictures of turned discs (kept in {folder})',
    ja: 'Narashiデモ：自動生成した旋盤加工品の画像{count}枚で一連の作業を行います（保存先 {folder}）',
  },
  'demo.drawing': { en: 'Drawing sample images  {done}/{total}', ja: 'サンプル画像を生成中  {done}/{total}' },
  'demo.fresh': {
    en: 'The exported file judges {count} new pictures it has never seen:',
    ja: '書き出したモデルで、学習に使っていない新しい画像{count}枚を判定：',
  },
  'demo.done': { en: 'Demo finished in {time}.', ja: 'デモは{time}で完了しました。' },
  'sample.done': {
    en: '{count} sample images in {folder}. Learn from them with: {command}',
    ja: 'サンプル画像{count}枚を {folder} に生成しました。学習するには：{command}',
  },
} as const;
