// Words of how far a model can be trusted: honest probabilities, and where it is weak.
import type { Texts } from '../../shared/text/voice.ts';

export const trustTexts = {
  'calibration.title': { en: 'Are the probabilities honest?', ja: '確信度は信用できるか' },
  'calibration.text': {
    en: 'Of the test images judged with 90 % probability, 90 % should be right. Dots below the line: the model is too sure of itself.',
    ja: '確率90%と判定した画像は、90%が正解であるべきです。点が線より下なら、モデルは自信過剰です。',
  },
  'calibration.chart': { en: 'Share judged rightly over the probability', ja: '確率と、実際に正しかった割合' },
  'calibration.which': { en: 'Probabilities', ja: '確率の種類' },
  'calibration.probability': { en: 'Probability', ja: '確率' },
  'calibration.right': { en: 'Judged rightly', ja: '正しかった割合' },
  'calibration.images': { en: 'Images', ja: '画像数' },
  'calibration.before': { en: 'as trained', ja: '学習したまま' },
  'calibration.after': { en: 'with temperature', ja: '温度補正後' },
  'calibration.error': { en: 'Mean gap (ECE)', ja: '平均のずれ（ECE）' },
  'calibration.loss': { en: 'Log loss', ja: '対数損失' },
  'calibration.too-sure': {
    en: 'The model is too sure of itself: dividing its logits by {temperature} makes the probabilities of {images} validation images fit best.',
    ja: 'モデルは自信過剰です。ロジットを{temperature}で割ると、検証画像{images}枚での確率が最もよく合います。',
  },
  'calibration.too-modest': {
    en: 'The model is surer than it says: dividing its logits by {temperature} makes the probabilities of {images} validation images fit best.',
    ja: 'モデルは控えめです。ロジットを{temperature}で割ると、検証画像{images}枚での確率が最もよく合います。',
  },
  'calibration.fits': {
    en: 'The probabilities fit as they are (temperature {temperature}, {images} validation images).',
    ja: '確率はそのままで合っています（温度{temperature}、検証画像{images}枚）。',
  },
  'calibration.no-help': {
    en: 'On the test images the correction does not help. Leave the probabilities as they are.',
    ja: '評価画像では、この補正で良くなりません。確率はそのまま使ってください。',
  },
  'calibration.too-few': {
    en: 'There are fewer than {fewest} validation images: too few to correct the probabilities by.',
    ja: '検証画像が{fewest}枚未満のため、確率の補正はできません。',
  },
  'calibration.why': {
    en: 'The class judged stays the same. The exported model gives the probabilities as trained; divide the logarithms of its probabilities by the temperature to correct them.',
    ja: '判定されるクラスは変わりません。書き出したモデルの出力は学習したままの確率です。補正するには、確率の対数を温度で割ってください。',
  },

  'slices.title': { en: 'Where is it weak?', ja: 'どこで弱いか' },
  'slices.text': {
    en: 'The test images by what is known of the parts. Only differences that chance does not explain are marked (Fisher’s exact test, corrected for the number of questions).',
    ja: '部品の情報ごとに評価画像の結果を分けたものです。偶然では説明できない差だけに印を付けます（フィッシャーの正確検定、比較の数で補正）。',
  },
  'slices.by': { en: 'By', ja: '分け方' },
  'slices.by-lot': { en: 'Lot', ja: 'ロット' },
  'slices.by-part': { en: 'Part', ja: '部品' },
  'slices.by-line': { en: 'Line', ja: 'ライン' },
  'slices.by-camera': { en: 'Camera', ja: 'カメラ' },
  'slices.by-day': { en: 'Day', ja: '日' },
  'slices.by-hour': { en: 'Hour', ja: '時間帯' },
  'slices.none-title': { en: 'Nothing is known of the parts', ja: '部品の情報がありません' },
  'slices.none-text': {
    en: 'Import images with a list (CSV) that has columns for lot, part, line, camera or time, and the figures can be split by them.',
    ja: 'ロット・部品・ライン・カメラ・日時の列がある一覧表（CSV）と一緒に画像を取り込むと、条件ごとに結果を分けられます。',
  },
  'slices.unknown': { en: 'not known', ja: '不明' },
  'slices.hour-name': { en: '{hour}:00', ja: '{hour}時台' },
  'slices.images': { en: 'Images', ja: '画像数' },
  'slices.accuracy': { en: 'Accuracy', ja: '正解率' },
  'slices.escape': { en: 'Escape', ja: '見逃し' },
  'slices.overkill': { en: 'Overkill', ja: '過検出' },
  'slices.stands': { en: 'Against the others', ja: '他との比較' },
  'stands.worse': { en: 'weaker', ja: '弱い' },
  'stands.better': { en: 'better', ja: '良い' },
  'stands.alike': { en: 'no difference shown', ja: '差は認められない' },
  'stands.too-few': { en: 'too few images', ja: '画像が少ない' },
  'slices.weak': {
    en: 'Weaker than the rest: {names}. Look at these images, and at what differs there: light, machine, material.',
    ja: '他より弱い条件：{names}。その画像と、照明・機械・材料などの違いを確認してください。',
  },
} as const satisfies Texts;
