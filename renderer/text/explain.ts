// Words of why a model judged so: where it looked, what it resembles, and what is unlike all it has learned from.
import type { Texts } from '../../shared/text/voice.ts';

export const explainTexts = {
  'looked.show': { en: 'Show where the model looked', ja: 'モデルが見た場所を表示' },
  'looked.of': { en: 'What spoke for', ja: '表示する根拠' },
  'looked.caption': {
    en: 'Warm places spoke for “{name}”. A hint, no proof: look whether it is the defect or something else, such as the background.',
    ja: '色の濃い場所が「{name}」の根拠です。目安であり証明ではありません。欠陥そのものを見ているか、背景などを見ていないかを確認してください。',
  },
  'looked.nothing': {
    en: 'Nothing in the image spoke for “{name}”.',
    ja: '「{name}」の根拠になった場所はありません。',
  },
  'looked.picture': { en: 'Where the model looked for “{name}”', ja: '「{name}」の根拠になった場所' },

  'near.title': { en: 'Most like it in the training images', ja: '似ている学習画像' },
  'near.one': { en: '{name}, distance {distance}', ja: '{name}、距離{distance}' },
  'near.unlike': {
    en: 'Unlike the training images (distance {distance}, usual below {threshold}): better judged by a person.',
    ja: '学習画像と似ていません（距離{distance}、通常は{threshold}未満）。人が確認する方が安全です。',
  },
  'near.usual': { en: 'Distance {distance}; usual below {threshold}.', ja: '距離{distance}（通常は{threshold}未満）' },
  'near.not-compared': {
    en: 'Compare the images under “Trust” to see the most similar training images here.',
    ja: '「信頼度」で画像を比べると、似ている学習画像をここに表示します。',
  },

  'unlike.title': { en: 'Images unlike the training images', ja: '学習画像と似ていない画像' },
  'unlike.text': {
    en: 'Compares what the model sees in each held-out image with all training images. Finds test images unlike anything it has learned from, and shows the most similar training images beside each judgement. Takes seconds to minutes.',
    ja: 'モデルから見た特徴を、評価画像・検証画像とすべての学習画像で比べます。学習にない種類の画像を見つけ、判定ごとに似ている学習画像を表示できるようになります。数秒～数分かかります。',
  },
  'unlike.start': { en: 'Compare the images', ja: '画像を比べる' },
  'unlike.figure': {
    en: '{count} of {total} test images are unlike the {train} training images (distance {threshold} or more).',
    ja: '評価画像{total}枚のうち{count}枚が、学習画像{train}枚のどれとも似ていません（距離{threshold}以上）。',
  },
  'unlike.basis': {
    en: 'The limit lies just above what 99 % of {images} {split} images have.',
    ja: '境目は、{split}{images}枚の99%が収まる距離です。',
  },
  'unlike.basis-few': {
    en: 'The limit is the largest distance among {images} {split} images. With 99 or more it would be steadier.',
    ja: '境目は、{split}{images}枚のうち最大の距離です。99枚以上あると、より安定します。',
  },
  'unlike.validation': { en: 'validation', ja: '検証画像' },
  'unlike.test': { en: 'test', ja: '評価画像' },
  'unlike.no-limit': {
    en: 'There are no held-out images to find a limit on.',
    ja: '境目を決めるための画像がありません。',
  },
  'unlike.farthest': { en: 'The least similar first:', ja: '似ていない順：' },
  'unlike.caution': {
    en: 'A new kind of defect is noticed only sometimes: do not rely on it alone. In the decision rule such parts can be sent to a person.',
    ja: '新しい種類の欠陥に気づけるのは一部だけです。これだけに頼らないでください。判定基準で、このような部品を人の確認に回せます。',
  },
} as const satisfies Texts;
