// Words of a retraining: what it would use, and the way from it to the gates.
import type { Texts } from '../../shared/text/voice.ts';

export const retrainingTexts = {
  'retrain.title': { en: 'Retrain with the same recipe', ja: '同じ設定で学習し直す' },
  'retrain.text': {
    en: 'Uses the images as they are now, with what people have judged on the line.',
    ja: 'ラインで人が判定した画像を加え、今の画像で学習します。',
  },
  'retrain.judged': {
    en: 'Judged on the line, for the next version of the data',
    ja: 'ラインで判定済み（次のデータ版に加わります）',
  },
  'retrain.by-class': { en: '{class}: {count}', ja: '{class}：{count}枚' },
  'retrain.ask': { en: 'Retrain …', ja: '学習し直す…' },
  'retrain.start': { en: 'Retrain', ja: '学習し直す' },
  'retrain.cancel': { en: 'Cancel', ja: 'キャンセル' },
  'retrain.former': { en: 'Recipe', ja: '設定' },
  'retrain.of': {
    en: 'Training {run}: {method}, {network}, {epochs} epochs',
    ja: '学習{run}：{method}・{network}・{epochs}エポック',
  },
  'retrain.live': { en: 'Its model is the approved one.', ja: '承認中のモデルの学習です。' },
  'retrain.not-live': { en: 'Its model is not approved.', ja: '承認されていないモデルの学習です。' },
  'retrain.images': { en: 'Images', ja: '画像' },
  'retrain.count': { en: '{images} (then: {before})', ja: '{images}枚（前回 {before}枚）' },
  'retrain.new': { en: 'New since then', ja: '前回から増えた画像' },
  'retrain.no-new': { en: 'none', ja: 'なし' },
  'retrain.relabelled': { en: 'Another class than then', ja: 'クラスが変わった画像' },
  'retrain.removed': { en: 'Taken out since then', ja: '前回から除いた画像' },
  'retrain.time': { en: 'Expected time', ja: '予想時間' },
  'retrain.unknown': { en: 'not known', ja: '不明' },
  'retrain.newer': {
    en: 'Training {run} is newer than this one. Look at it before you train again.',
    ja: 'これより新しい学習{run}があります。学習し直す前に確認してください。',
  },
  'retrain.working': { en: 'Taking over what was judged …', ja: '判定した画像を取り込んでいます…' },
  'retrain.queued': { en: 'Training {run} waits in the queue', ja: '学習{run}を待ち行列に入れました' },
  'next.title': { en: 'The retraining', ja: '学習し直したモデル' },
  'next.queued': { en: 'Training {run} waits in the queue.', ja: '学習{run}は順番待ちです。' },
  'next.running': { en: 'Training {run} is under way.', ja: '学習{run}を実行中です。' },
  'next.halted': { en: 'Training {run} was stopped or has failed.', ja: '学習{run}は停止または失敗しています。' },
  'next.done': {
    en: 'Training {run} is done. The line goes on with its present model until the gates are met and somebody approves the new one.',
    ja: '学習{run}が完了しました。合格条件を満たして承認されるまで、ラインは今のモデルで続けます。',
  },
  'next.train': { en: 'To the training', ja: '学習の画面へ' },
  'next.gates': { en: 'See the gates', ja: '合格条件を見る' },
} as const satisfies Texts;
