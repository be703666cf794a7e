// Words of the agreement of inspectors: judging blindly, kappa in plain words, and images they dispute.
import type { Texts } from '../../shared/text/voice.ts';

export const agreementTexts = {
  'judge.title': { en: 'Judge without seeing the label', ja: 'ラベルを見ずに判定する' },
  'judge.text': {
    en: 'Every inspector judges the same images, drawn evenly over the classes. 50 tell something, 200 tell much. What you cannot agree on among yourselves no model can learn.',
    ja: '検査員全員が、クラスから均等に選んだ同じ画像を判定します。50枚で目安、200枚でかなり確かになります。人の間で一致しない判定は、モデルも学習できません。',
  },
  'judge.inspector': { en: 'Inspector', ja: '検査員' },
  'judge.begin': { en: 'Begin', ja: '始める' },
  'judge.judged': { en: '{inspector} has judged {count} images.', ja: '{inspector}さんの判定：{count}枚' },
  'judge.undo': { en: 'Take back', ja: '取り消す' },
  'judge.end': { en: 'Finish', ja: '終わる' },
  'judge.picture': { en: 'Image to judge', ja: '判定する画像' },
  'judge.key': { en: 'Judge as the class of this number', ja: 'その番号のクラスと判定する' },
  'judge.all': {
    en: '{inspector} has judged all labelled images.',
    ja: '{inspector}さんはすべての画像を判定しました。',
  },

  'kappa.title': { en: 'How far you agree', ja: 'どれだけ一致しているか' },
  'kappa.text': {
    en: 'Kappa is 1 where two always agree and 0 where they agree as often as by chance.',
    ja: 'κ（カッパ）は、常に一致すれば1、偶然と同じ程度の一致なら0です。',
  },
  'kappa.none': { en: 'Nobody has judged images here yet.', ja: 'まだ誰も判定していません。' },
  'kappa.pair': { en: 'Who', ja: '組み合わせ' },
  'kappa.against-labels': { en: '{name} – labels', ja: '{name} ― ラベル' },
  'kappa.between': { en: '{first} – {second}', ja: '{first} ― {second}' },
  'kappa.images': { en: 'Images', ja: '画像数' },
  'kappa.agreed': { en: 'Agreed', ja: '一致' },
  'kappa.classes': { en: 'Kappa by class', ja: 'κ（クラス）' },
  'kappa.verdicts': { en: 'Kappa OK/NG', ja: 'κ（OK/NG）' },
  'kappa.meaning': { en: 'Agreement', ja: '一致の程度' },
  'kappa.poor': { en: 'none', ja: 'なし' },
  'kappa.slight': { en: 'slight', ja: 'わずか' },
  'kappa.fair': { en: 'fair', ja: 'やや低い' },
  'kappa.moderate': { en: 'moderate', ja: '中程度' },
  'kappa.substantial': { en: 'substantial', ja: '高い' },
  'kappa.perfect': { en: 'almost perfect', ja: 'ほぼ完全' },
  'kappa.unknown': { en: 'cannot be told', ja: '判断できない' },
  'kappa.scale': {
    en: 'In words after Landis and Koch (1977), by the lower end of the range: a few images can agree by luck.',
    ja: '程度はLandisとKoch（1977）の目安で、範囲の下端で判断しています（少ない画像では偶然一致することがあるため）。',
  },

  'disputed.title': { en: 'Images to talk about', ja: '話し合うべき画像' },
  'disputed.text': {
    en: 'Answers differ here. Look at them together, write down what decides, and put the label right.',
    ja: '判定が分かれた画像です。一緒に見て判断の決め手を決め、ラベルを正してください。',
  },
  'disputed.none': { en: 'No image is disputed.', ja: '判定が分かれた画像はありません。' },
  'disputed.label': { en: 'Label: {name}', ja: 'ラベル：{name}' },
  'disputed.opinion': { en: '{inspector}: {name}', ja: '{inspector}：{name}' },
  'disputed.as': { en: 'Label as {name}', ja: '{name}にする' },
  'disputed.reason': { en: 'Agreed by the inspectors', ja: '検査員の話し合いによる' },
  'disputed.changed': { en: 'Label changed to {name}.', ja: 'ラベルを{name}に変更しました。' },
  'disputed.undo': { en: 'Undo', ja: '元に戻す' },
} as const satisfies Texts;
