// Sentences about flatness: why the loss around a trained network cannot be measured or drawn.
export const flatnessMessages = {
  'flatness.no-weights': {
    en: 'The checkpoint of training {id} is gone, and with it the weights that are measured. Its figures are kept. Train again to measure its flatness.',
    ja: '学習{id}のチェックポイントが見つからず、測定する重みがありません。学習結果の数値は残っています。平坦さを測定するには、もう一度学習してください。',
  },
  'flatness.not-side-by-side': {
    en: 'Trainings {id} and {other} cannot be drawn side by side: that takes the same network, the same image size and the same training images with the same labels. Nothing was changed. Choose another training.',
    ja: '学習{id}と学習{other}は並べて描けません。同じネットワーク、同じ画像サイズ、同じ学習画像と同じラベルで学習している必要があります。何も変更していません。別の学習を選んでください。',
  },
  'flatness.no-number': {
    en: 'The loss around training {id} is too large to be a number, so its flatness cannot be told. The training is kept. Look at its curves: it may have diverged.',
    ja: '学習{id}は周辺の損失が大きすぎて数値にならないため、平坦さを測定できません。学習結果は残っています。学習曲線を確認してください。学習が発散した可能性があります。',
  },
} as const;
