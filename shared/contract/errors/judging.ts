// Sentences about judging: rules of decision, likeness to the training images, and what a model looked at.
export const judgingMessages = {
  'judging.one-sided': {
    en: 'Run {id} was not tested on images of both OK and NG parts, so no rule can be chosen. Nothing was changed. Import images of both, and train again.',
    ja: '学習{id}の評価画像にOK品とNG品の両方がないため、判定基準を選べません。何も変更していません。両方の画像を取り込んで学習し直してください。',
  },
} as const;
