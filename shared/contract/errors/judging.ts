// Sentences about judging: rules of decision, likeness to the training images, and what a model looked at.
export const judgingMessages = {
  'judging.one-sided': {
    en: 'Run {id} was not tested on images of both OK and NG parts, so no rule can be chosen. Nothing was changed. Import images of both, and train again.',
    ja: '学習{id}の評価画像にOK品とNG品の両方がないため、判定基準を選べません。何も変更していません。両方の画像を取り込んで学習し直してください。',
  },
  'judging.no-features': {
    en: 'The model of run {id} does not end in a linear layer, so its images cannot be compared. Nothing was changed. Use a network whose last layer is linear.',
    ja: '学習{id}のモデルは最後が線形層ではないため、画像どうしを比べられません。何も変更していません。最後が線形層のネットワークを使ってください。',
  },
  'judging.not-compared': {
    en: 'The images of run {id} were not compared with its training images yet. Nothing was changed. Start that under “Trust” in its results.',
    ja: '学習{id}の画像は、まだ学習画像と比べていません。何も変更していません。結果の「信頼度」で実行してください。',
  },
  'judging.no-map': {
    en: 'The network of run {id} has no feature maps to show what it looked at. Nothing was changed. Nothing else is affected: its judgements stay as they are.',
    ja: '学習{id}のネットワークには特徴マップがないため、どこを見たかを表示できません。何も変更していません。判定には影響ありません。',
  },
  'judging.not-tested': {
    en: 'This image was not judged by run {id} in its test. Nothing was changed. Choose an image of its results.',
    ja: 'この画像は学習{id}の評価では判定されていません。何も変更していません。その結果の画像を選んでください。',
  },
} as const;
