// Words of the shop-floor sweep on the command line.
export const sweepTexts = {
  'sweep.help': {
    en: 'test a run on images changed as the shop floor changes them: light, blur, position, dirt',
    ja: '現場で起こる変化（照明・ぼけ・位置ずれ・ごみなど）を加えた画像で学習結果を試す',
  },
  'sweep.minimum': {
    en: 'least score that passes, 0 to 1; a lower one ends with exit code 1',
    ja: '合格とする最低スコア（0～1）。下回ると終了コード1',
  },
  'sweep.live': { en: 'Sweep  {done}/{total}', ja: '現場条件テスト  {done}/{total}' },
  'sweep.title': {
    en: 'Run {run}: {images} test images, accuracy {accuracy} as they are',
    ja: '学習{run}：評価画像{images}枚、変化なしの正解率 {accuracy}',
  },
  'sweep.figure': { en: 'accuracy', ja: '正解率' },
  'sweep.strength': { en: 'strength {strength}', ja: '強さ{strength}' },
  'sweep.worst': { en: 'escape / overkill at 5', ja: '強さ5の見逃し／過検出' },
  'sweep.score': {
    en: 'Score {score}: mean accuracy under all changes ÷ accuracy without (1: nothing lost).',
    ja: 'スコア {score}：全条件の平均正解率÷変化なしの正解率（1：低下なし）。',
  },
  'sweep.passed': { en: 'At least {minimum}: passed.', ja: '{minimum}以上：合格。' },
  'sweep.failed': { en: 'Below {minimum}: not passed.', ja: '{minimum}未満：不合格。' },
} as const;
