// Words of doubtful images and retraining on the command line.
export const reviewTexts = {
  'place.part-class': { en: 'part=class', ja: '部品=クラス' },
  'place.project': { en: 'project', ja: 'プロジェクト' },
  'place.name': { en: 'name', ja: '名前' },
  'review.help': {
    en: 'doubtful images of a line: look at them, say what they are, give them to the next training',
    ja: 'ラインの怪しい画像：見て、正しいクラスを付け、次の学習に渡す',
  },
  'review.limit': { en: 'list at most so many (default: 50)', ja: '一覧の最大件数（既定：50）' },
  'review.say': {
    en: 'what the part is; may be given several times',
    ja: '部品の正しいクラス（複数回指定可）',
  },
  'review.operator': { en: 'who says so', ja: '判定した人' },
  'review.new-class': {
    en: 'the class is new: the model does not know it yet',
    ja: 'モデルがまだ知らない新しいクラスとして記録する',
  },
  'review.export': {
    en: 'write the judged images into this folder, one folder per class; they count as taken',
    ja: '判定済みの画像をクラス別フォルダーに書き出す（取り込み済みになる）',
  },
  'review.into': {
    en: 'take the judged images into this project (number or name)',
    ja: '判定済みの画像をこのプロジェクト（番号か名前）に取り込む',
  },
  'review.seen': { en: 'the alarms of the line were seen', ja: 'ラインの警報を確認済みにする' },
  'review.none': { en: 'No image waits for a look.', ja: '確認待ちの画像はありません。' },
  'review.waiting': {
    en: '{count} images wait for a look. Next: narashi review {line} --say PART=CLASS --operator NAME',
    ja: '確認待ちの画像：{count}枚。次：narashi review {line} --say 部品=クラス --operator 名前',
  },
  'review.part': { en: 'part', ja: '部品' },
  'review.judged': { en: 'judged', ja: '判定' },
  'review.score': { en: 'NG score', ja: 'NGスコア' },
  'review.class': { en: 'class', ja: 'クラス' },
  'review.image': { en: 'image', ja: '画像' },
  'review.drawn': { en: 'drawn by lot', ja: '抜き取り' },
  'review.drift': { en: 'drift', ja: 'ドリフト' },
  'review.said': { en: 'Part {part}: {className}', ja: '部品{part}：{className}' },
  'review.written': {
    en: '{count} images written to {path}; they count as taken.',
    ja: '{count}枚を {path} に書き出しました（取り込み済み）。',
  },
  'review.entered': {
    en: '{count} images taken into the project, {added} of them new there.',
    ja: '{count}枚をプロジェクトに取り込みました（うち新規{added}枚）。',
  },
  'review.class-count': { en: '  {name}: {count}', ja: '  {name}：{count}枚' },
  'review.left-out': {
    en: 'Left out, because their images are gone or were changed: parts {parts}',
    ja: '画像がないか変更されているため除いた部品：{parts}',
  },
  'review.alarms-seen': { en: '{count} alarms seen by {operator}.', ja: '警報{count}件を{operator}が確認しました。' },
  'review.say-form': { en: 'PART=CLASS, such as 17=scratch', ja: '部品=クラス（例：17=キズ）' },
  'review.needs-operator': { en: 'a name', ja: '名前' },
  'retrain.help': {
    en: 'train again with the recipe of a run, on the images as they are now',
    ja: '同じ設定で、今の画像を使って学習し直す',
  },
  'retrain.queued': {
    en: 'Training {run} waits in the queue, like training {former}: {images} images instead of {before}. The app trains it; or here: {command}',
    ja: '学習{run}を学習{former}と同じ設定で待ち行列に入れました（画像{before}枚→{images}枚）。アプリが学習します。ここで行う場合：{command}',
  },
} as const;
