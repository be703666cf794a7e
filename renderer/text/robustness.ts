// Words of the shop-floor sweep: what it is, its score, and what each change of the images does.
import type { Texts } from '../../shared/text/voice.ts';

export const robustnessTexts = {
  'sweep.title': { en: 'Shop-floor sweep', ja: '現場条件テスト' },
  'sweep.text': {
    en: 'The exported model judges the test images changed as the shop floor changes them: light, focus, sensor, compression, position, dirt, each at five strengths. Takes about a minute.',
    ja: '書き出したモデルで、現場で起こる変化（照明・ピント・センサー・圧縮・位置・ごみ）を5段階で加えた評価画像を判定します。1分ほどかかります。',
  },
  'sweep.start': { en: 'Start the sweep', ja: 'テストを始める' },
  'score.title': { en: 'Score {score}', ja: 'スコア {score}' },
  'score.meaning': {
    en: 'Under all changes together the model keeps {share} of the accuracy it has without ({clean}, {images} images). 1 would be nothing lost.',
    ja: '全条件を平均すると、変化なしの正解率（{clean}、{images}枚）の{share}を保ちます。1なら低下なしです。',
  },
  'score.weakest': {
    en: 'Weakest against: {names}. See to it on the line, or add such images to the training.',
    ja: '弱い条件：{names}。ラインで条件を安定させるか、そのような画像を学習に加えてください。',
  },
  'score.caution': {
    en: 'The changes are computed. Only images taken on the line show what the line does.',
    ja: '変化は計算で加えたものです。実際の影響は、ラインで撮影した画像で確かめてください。',
  },
  'table.title': { en: 'By change and strength', ja: '条件と強さごとの結果' },
  'table.measure': { en: 'Shown', ja: '表示' },
  'measure.accuracy': { en: 'Accuracy', ja: '正解率' },
  'measure.escape': { en: 'Escape', ja: '見逃し' },
  'measure.overkill': { en: 'Overkill', ja: '過検出' },
  'column.change': { en: 'Change', ja: '条件' },
  'column.clean': { en: 'none', ja: '変化なし' },
  'column.strength': { en: 'Strength', ja: '強さ' },
  'others.title': { en: 'Scores of this project', ja: 'このプロジェクトのスコア' },
  'others.text': {
    en: 'Only sweeps of the same test images compare well.',
    ja: '比べられるのは、同じ評価画像でテストしたものどうしです。',
  },
  'others.run': { en: 'Training', ja: '学習' },
  'others.score': { en: 'Score', ja: 'スコア' },
  'others.clean': { en: 'Accuracy without changes', ja: '変化なしの正解率' },
} as const satisfies Texts;
