// Words of the flatness of a minimum: what is measured, what it means in plain words, and what it does not mean.
import type { Texts } from '../../shared/text/voice.ts';

export const flatnessTexts = {
  'flatness.notice-title': { en: 'A picture for understanding', ja: '理解のための図です' },
  'flatness.notice': {
    en: 'Flat means: small changes of the weights hardly change the loss. Flat does not have to be better. The judgement rests on test images: see Overview and Compare.',
    ja: '「平坦」とは、重みが少し変わっても損失がほとんど変わらないことです。平坦だから良いとは限りません。判断は評価画像の結果（概要・比較）で行ってください。',
  },
  'flatness.other': { en: 'Compare with', ja: '比べる学習' },
  'flatness.alone': { en: 'No other training', ja: '比べない' },
  'flatness.none-fits': {
    en: 'No other finished training of this project had the same network, image size, images and labels, so there is none to draw beside this one.',
    ja: 'このプロジェクトには、ネットワーク・画像サイズ・画像・ラベルが同じ完了済みの学習がほかにないため、並べて描けません。',
  },

  'course.title': { en: 'While it was trained', ja: '学習中の推移' },
  'course.none': {
    en: 'This training did not measure sharpness on its way; standard SGD never does. The figures above can be measured of any training.',
    ja: 'この学習では途中の鋭さを測っていません（標準SGDでは測りません）。上の「平坦さの数値」はどの学習でも測れます。',
  },

  'figures.title': { en: 'How flat it is', ja: '平坦さの数値' },
  'figures.text': {
    en: 'Measures the loss around the trained weights on up to 256 training images. Takes a few minutes; the next training waits meanwhile.',
    ja: '学習後の重みの周りの損失を、学習画像（最大256枚）で測ります。数分かかり、その間、次の学習は待機します。',
  },
  'figures.start': { en: 'Measure', ja: '測定' },
  'figures.start-of': { en: 'Measure training {run}', ja: '学習{run}を測定' },
  'figures.column': { en: 'Figure', ja: '項目' },
  'figures.average': {
    en: 'Rise in a random direction, {radius} of each filter’s size',
    ja: '上昇：ランダムな方向、各フィルターの{radius}',
  },
  'figures.worst': {
    en: 'Rise in the steepest direction, length ρ = {radius}',
    ja: '上昇：最も急な方向、長さ ρ={radius}',
  },
  'figures.eigenvalue': { en: 'Strongest curvature (λmax)', ja: '最も強い曲がり（λmax）' },
  'figures.spread': { en: '{rise} ± {deviation}', ja: '{rise} ± {deviation}' },
  'figures.loss': { en: 'Loss on these images', ja: 'この画像での損失' },
  'figures.images': { en: '{images} training images', ja: '学習画像{images}枚' },
  'figures.meaning-average': {
    en: 'Random direction: all filters are changed by chance by this share of their size. Mean and standard deviation over 8 directions.',
    ja: 'ランダムな方向：すべてのフィルターを、その大きさのこの割合だけ偶然の方向に変えたときの上昇です（8方向の平均±標準偏差）。',
  },
  'figures.meaning-worst': {
    en: 'Steepest direction: one step of this length uphill. This is what SAM keeps low in training.',
    ja: '最も急な方向：この長さだけ坂を上ったときの上昇です。SAMが学習中に抑えようとする量です。',
  },
  'figures.meaning-eigenvalue': {
    en: 'Strongest curvature {value}: a change of length 0.05 in the most curved direction raises the loss by about {rise} (½ λ · 0.05²).',
    ja: '最も強い曲がり {value}：最も曲がった方向に長さ0.05だけ動くと、損失は約{rise}上がります（½ λ・0.05²）。',
  },
  'figures.unsettled': {
    en: 'Training {run}: the curvature did not settle (residual {residual}). Take it as a rough figure.',
    ja: '学習{run}：曲がりの計算が収束していません（残差{residual}）。目安として見てください。',
  },
  'figures.conditions': {
    en: 'BatchNorm in evaluation mode; no augmentation and no weight decay.',
    ja: 'BatchNormは評価モード。画像の変形と重み減衰は含みません。',
  },

  'landscape.title': { en: 'Landscape of the loss', ja: '損失の地形' },
  'landscape.text': {
    en: 'Draws the loss over a plane of two random directions, up to half of each filter’s size, on 128 training images. Takes a few minutes for each training; the next training waits meanwhile.',
    ja: '2つのランダムな方向が張る平面上の損失を、各フィルターの大きさの半分まで、学習画像128枚で描きます。学習1件につき数分かかり、その間、次の学習は待機します。',
  },
  'landscape.start': { en: 'Draw', ja: '描く' },
  'landscape.start-both': { en: 'Draw both', ja: '両方を描く' },
  'landscape.note': {
    en: 'Both axes: distance from the trained weights in shares of each filter’s size. {images} training images.',
    ja: '両軸：学習後の重みからの距離（各フィルターの大きさに対する割合）。学習画像{images}枚。',
  },
  'landscape.note-both': {
    en: 'Both axes: distance from the trained weights in shares of each filter’s size, along the same two random directions for both trainings. {images} training images.',
    ja: '両軸：学習後の重みからの距離（各フィルターの大きさに対する割合）。2つの学習で同じランダムな方向を使っています。学習画像{images}枚。',
  },
} as const satisfies Texts;
