// Words of the review of doubtful parts: what waits, why, what is said of it.
import type { Texts } from '../../shared/text/voice.ts';

export const reviewTexts = {
  'view.label': { en: 'Inspection', ja: '検査の表示' },
  'view.line': { en: 'Line', ja: 'ライン' },
  'view.review': { en: 'Parts to look at', ja: '確認待ち' },
  'review.none-title': { en: 'No part waits for a look', ja: '確認待ちの部品はありません' },
  'review.none-text': {
    en: 'Parts that the model doubts, parts that were not judged and parts drawn by lot come here, as long as their images are kept.',
    ja: 'モデルが「怪しい」とした部品、判定できなかった部品、抜き取った部品が、画像の残っている間ここに並びます。',
  },
  'review.lead': {
    en: 'Say what each part really is. What you say becomes part of the next version of the data.',
    ja: '実際の状態を選んでください。選んだ内容は次のデータ版に加わります。',
  },
  'review.waiting': { en: '{count} waiting', ja: '残り {count}件' },
  'review.many': { en: '1,000 or more waiting', ja: '残り 1,000件以上' },
  'review.done': { en: '{count} looked at now', ja: '今回の確認 {count}件' },
  'review.picture': { en: 'Image of part {id}', ja: '部品{id}の画像' },
  'review.part': { en: 'No. {id} · {name}', ja: '{id}番・{name}' },
  'review.why': { en: 'Why it waits', ja: '確認の理由' },
  'why.doubtful': { en: 'The model is not sure', ja: 'モデルが判断に迷った' },
  'why.error': { en: 'It was not judged', ja: '判定できなかった' },
  'why.sampled': { en: 'Drawn by lot', ja: '抜き取り' },
  'why.drift': { en: 'Images had drifted', ja: '画像の傾向が変わっていた' },
  'review.verdict': { en: 'Verdict of the model', ja: 'モデルの判定' },
  'review.class': { en: 'Class', ja: 'クラス' },
  'review.score': { en: 'NG score', ja: 'NGスコア' },
  'review.time': { en: 'Time', ja: '日時' },
  'review.question': { en: 'What is it really?', ja: '実際はどれですか？' },
  'review.key': { en: 'Give the part this class', ja: 'この部品のクラスを選ぶ' },
  'review.unusable': { en: 'Not usable', ja: '使えない画像' },
  'review.later': { en: 'Later', ja: '後で' },
  'review.undo': { en: 'Undo', ja: '元に戻す' },
  'review.next': { en: 'Parts that wait', ja: '確認待ちの部品' },
  'review.undone': { en: 'Part {id} waits again', ja: '部品{id}を確認待ちに戻しました' },
  'review.gone': {
    en: 'It is in the project already. Change its class under Images.',
    ja: '既にプロジェクトに取り込まれています。クラスは「画像」で変更してください。',
  },
  'review.other': {
    en: 'Another class is needed? Add it under Images.',
    ja: '別のクラスが必要な場合は「画像」で追加してください。',
  },
  'review.images': { en: 'To Images', ja: '画像の画面へ' },
} as const satisfies Texts;
