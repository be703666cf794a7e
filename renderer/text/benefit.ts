// Words of a trial's cost and benefit: inputs with their units, the yearly effect, where each figure is from, what if.
import { benefitFigureTexts } from '../../shared/text/benefit-figures.ts';
import type { Texts } from '../../shared/text/voice.ts';

export const benefitTexts = {
  ...benefitFigureTexts,
  'benefit.lead': {
    en: 'What it would mean for a year on the line to train with the method instead of the baseline.',
    ja: '基準の代わりにこの方法で学習したモデルを使うと、ラインで1年間にどれだけ変わるかを見積もります。',
  },
  'benefit.method': { en: 'Method', ja: '方法' },
  'benefit.budget': { en: 'Compared at', ja: 'そろえた条件' },
  'inputs.title': { en: 'About your line', ja: 'ラインの条件' },
  'inputs.lead': {
    en: 'Change a figure to see “what if” at once. Nothing is kept until you save.',
    ja: '値を変えると「もし～なら」をすぐに計算します。保存するまで、元の値は変わりません。',
  },
  'inputs.unsaved': { en: 'Not saved: this is a “what if”.', ja: '保存していません。「もし～なら」の計算です。' },
  'inputs.save': { en: 'Save for this project', ja: 'この条件を保存' },
  'inputs.saved': { en: 'Saved for this project.', ja: '条件を保存しました。' },
  'inputs.back': { en: 'Back to the saved figures', ja: '保存した値に戻す' },
  'inputs.group-line': { en: 'Line', ja: 'ライン' },
  'inputs.group-loss': { en: 'Loss per mistake', ja: '誤判定1件の損失' },
  'inputs.group-upkeep': { en: 'Upkeep', ja: '運用' },
  'help.defectShare': {
    en: 'Of 100 parts that reach the inspection, how many are defective.',
    ja: '検査に来る部品100個のうち、実際に不良の個数です。',
  },
  'help.escapeCostYen': {
    en: 'Complaint, sorting, replacement: on average per part that slips through.',
    ja: 'クレーム対応・選別・交換など、流出1個あたりの平均額です。',
  },
  'help.overkillCostYen': {
    en: 'Looking again, or throwing a good part away.',
    ja: '再検査や廃棄など、良品を取り除いた1個あたりの額です。',
  },
  'help.oneOffYen': {
    en: 'PC, introduction, training of staff.',
    ja: 'PC・導入作業・教育など、最初に一度だけかかる費用です。',
  },
  'effect.title': { en: 'Effect per year', ja: '年間の効果' },
  'effect.per-year': { en: 'about {amount} a year', ja: '年間およそ {amount}' },
  'effect.range': { en: '{low} to {high} (95 %)', ja: '{low} ～ {high}（95%区間）' },
  'effect.sure': {
    en: 'The whole range is above zero: with these figures the method pays.',
    ja: '範囲の全体がプラスです。この条件なら、効果が費用を上回ります。',
  },
  'effect.open': {
    en: 'The range includes zero: the trial does not show that the method pays. More test images or seeds make it narrower.',
    ja: '範囲に0円が含まれます。この試行からは、得になるとは言えません。評価画像や種を増やすと範囲が狭くなります。',
  },
  'effect.loss': {
    en: 'The whole range is below zero: with these figures the method costs more than it saves.',
    ja: '範囲の全体がマイナスです。この条件では、費用が効果を上回ります。',
  },
  'effect.cost-only': {
    en: 'Neither escape nor overkill became less in this trial: what is left is only cost.',
    ja: 'この試行では見逃しも過検出も減っていません。残るのは費用だけです。',
  },
  'effect.saved': { en: 'With the saved figures: {amount} a year', ja: '保存した条件では：年間 {amount}' },
  'effect.missing-escape': {
    en: 'The test images have no defective parts, so escapes are left out.',
    ja: '評価画像にNG品がないため、見逃しの効果は含めていません。',
  },
  'effect.missing-overkill': {
    en: 'The test images have no good parts, so overkill is left out.',
    ja: '評価画像にOK品がないため、過検出の効果は含めていません。',
  },
  'effect.unknown': { en: 'The effect cannot be told yet', ja: '効果はまだ計算できません' },
  'effect.waiting': { en: 'Reckoning …', ja: '計算しています…' },
  'effect.invalid': { en: 'Put the marked figures right first.', ja: '先に、印の付いた値を直してください。' },
  'trace.title': { en: 'Where the figures are from', ja: '計算の内訳' },
  'trace.where': { en: 'Where from?', ja: 'どこから？' },
  'trace.range': { en: '{low} to {high}', ja: '{low} ～ {high}' },
  'trace.text': {
    en: 'Every figure is reckoned from those listed below it: your inputs, what the trial measured, or a figure above.',
    ja: 'どの数値も、入力した条件・試行の測定値・上の行の数値から計算しています。「どこから？」で元の数値を確認できます。',
  },
  'sensitivity.title': { en: 'What matters most', ja: '何が効くか' },
  'sensitivity.text': {
    en: 'The yearly effect with one figure halved or doubled, the others as they are. Longest bar first.',
    ja: '1つの値だけを半分・2倍にしたときの年間の効果です。影響の大きい順に並べています。',
  },
  'sensitivity.none': { en: 'No single figure changes the effect.', ja: '効果を変える条件はありません。' },
  'sensitivity.input': { en: 'Figure', ja: '条件' },
  'sensitivity.value': { en: 'Now', ja: '今の値' },
  'sensitivity.halved': { en: 'halved', ja: '半分' },
  'sensitivity.doubled': { en: 'doubled', ja: '2倍' },
  'sensitivity.row': {
    en: '{name}: halved {halved}, doubled {doubled}',
    ja: '{name}：半分なら{halved}、2倍なら{doubled}',
  },
} as const satisfies Texts;
