// Words for what was found in a network from elsewhere, the same on the command line and on the screen.
import type { LookedBackbone } from '../contract/backbones.ts';
import type { Language } from '../contract/errors/index.ts';
import { type BackboneCard, conventionOf } from '../domain/backbone.ts';
import { makeVoice, type SayOf, type Texts } from './voice.ts';

export const backboneWords = {
  'backbone.head': {
    en: 'trained for {classes} classes; its last layer is replaced by a new one',
    ja: '{classes}クラス用に学習済み。最終層を新しい層に置き換えます',
  },
  'backbone.no-head': {
    en: 'gives features and no classes; a new last layer is put on them',
    ja: 'クラスではなく特徴を出力。その上に新しい最終層を付けます',
  },
  'backbone.vector': { en: '{width} numbers per image', ja: '画像1枚につき{width}個の数値' },
  'backbone.map': {
    en: '{width} channels, averaged over {side} × {side} places',
    ja: '{width}チャンネル（{side}×{side}か所の平均）',
  },
  'backbone.class-token': {
    en: '{width} numbers of the class token ({tokens} tokens)',
    ja: 'クラストークンの{width}個の数値（全{tokens}トークン）',
  },
  'backbone.token-mean': {
    en: '{width} numbers, averaged over {tokens} tokens',
    ja: '{width}個の数値（{tokens}トークンの平均）',
  },
  'backbone.confidence.high': { en: 'sure', ja: '確実' },
  'backbone.confidence.medium': { en: 'likely', ja: 'ほぼ確実' },
  'backbone.confidence.low': { en: 'uncertain: please check', ja: '不確実・要確認' },
  'backbone.reason.linear-last': { en: 'a linear layer comes last', ja: '最後に線形層がある' },
  'backbone.reason.softmax': { en: 'softmax follows it', ja: '直後にsoftmaxがある' },
  'backbone.reason.named': { en: 'it is named as a classifier', ja: '名前が分類器を示している' },
  'backbone.reason.known-class-count': {
    en: 'its number of classes is that of a well-known data set',
    ja: 'クラス数が有名なデータセットと一致する',
  },
  'backbone.reason.projection': {
    en: 'its last linear layer belongs to the features by its name',
    ja: '最後の線形層は名前から特徴の一部と判断',
  },
  'backbone.reason.map-classifier': {
    en: 'it classifies every place before it averages',
    ja: '平均の前に位置ごとに分類している',
  },
  'backbone.reason.several-heads': {
    en: 'several classifiers are added up; the first was followed',
    ja: '複数の分類器の和になっており、最初のものを採用',
  },
  'backbone.reason.several-outputs': {
    en: 'of several outputs the likeliest was taken',
    ja: '複数の出力から最も確からしいものを採用',
  },
  'backbone.reason.no-head': { en: 'nothing in it looks like a classifier', ja: '分類器と思われる層がない' },
  'backbone.noted': { en: '{what} ({note})', ja: '{what}（{note}）' },
  'backbone.joined': { en: '{one}; {other}', ja: '{one}、{other}' },
  'backbone.pixels.imagenet': {
    en: 'ImageNet mean and deviation: torchvision, most of timm and Hugging Face',
    ja: 'ImageNetの平均・標準偏差：torchvision、timmとHugging Faceの多く',
  },
  'backbone.pixels.symmetric': {
    en: '−1 to 1: Keras MobileNet and Inception, many vision transformers',
    ja: '−1〜1：KerasのMobileNetとInception、ViTの多く',
  },
  'backbone.pixels.unit': { en: '0 to 1', ja: '0〜1' },
  'backbone.pixels.bytes': {
    en: '0 to 255: Keras EfficientNet, MobileNetV3, ConvNeXt',
    ja: '0〜255：KerasのEfficientNet、MobileNetV3、ConvNeXt',
  },
  'backbone.pixels.caffe': {
    en: 'BGR, 0 to 255 less the mean: Keras ResNet and VGG',
    ja: 'BGR、0〜255から平均を引く：KerasのResNetとVGG',
  },
  'backbone.pixels.own': {
    en: 'values of its own: mean {mean}, deviation {std}',
    ja: '独自の値：平均 {mean}、標準偏差 {std}',
  },
  'backbone.known.metadata': { en: 'said by the model’s files', ja: 'ファイルに記載' },
  'backbone.known.graph': { en: 'seen in its first nodes', ja: '計算グラフの先頭から判断' },
  'backbone.known.convention': {
    en: 'the habit of PyTorch models; the file does not say it',
    ja: 'PyTorchの慣例、ファイルに記載なし',
  },
  'backbone.known.user': { en: 'given by you', ja: '指定済み' },
  'backbone.known.unknown': { en: 'not known: please choose', ja: '不明・要選択' },
  'backbone.size.fixed': { en: '{size} × {size} pixels only', ja: '{size}×{size}画素のみ' },
  'backbone.size.any': {
    en: '{minimum} pixels and more, made for {size}',
    ja: '{minimum}画素以上（本来は{size}画素）',
  },
  'backbone.size.steps': {
    en: '{minimum} pixels and more in steps of {multipleOf}, made for {size}',
    ja: '{minimum}画素以上、{multipleOf}画素刻み（本来は{size}画素）',
  },
  'backbone.trains.all': { en: 'all of it, in {stages} stages', ja: '全体（{stages}段）' },
  'backbone.trains.head-only': {
    en: 'a new last layer only: {list} cannot be trained through',
    ja: '新しい最終層のみ（{list}は学習できない演算）',
  },
} as const satisfies Texts;

type Say = SayOf<typeof backboneWords>;

export const backboneVoice = (language: Language) => makeVoice(backboneWords, language);

/** What the feature is, for one image. */
export function featureWords({ layout, pooling, width, shape }: BackboneCard['feature'], say: Say): string {
  if (layout === 'vector') return say('backbone.vector', { width });
  const [first = 0, second = 0] = shape;
  if (layout !== 'tokens') return say('backbone.map', { width, side: layout === 'channels-first' ? second : first });
  return say(pooling === 'class-token' ? 'backbone.class-token' : 'backbone.token-mean', { width, tokens: first });
}

/** With how sure that is. */
export function headWords({ classes, confidence }: BackboneCard['head'], say: Say): string {
  const what = classes === null ? say('backbone.no-head') : say('backbone.head', { classes });
  return say('backbone.noted', { what, note: say(`backbone.confidence.${confidence}`) });
}

export function reasonWords(reasons: LookedBackbone['reasons'], say: Say): string {
  const sentences = reasons.map((reason) => say(`backbone.reason.${reason}`));
  return sentences.reduce((one, other) => say('backbone.joined', { one, other }));
}

/** With who says so. */
export function pixelWords(preprocessing: BackboneCard['preprocessing'], say: Say): string {
  return say('backbone.noted', {
    what: preparedWords(preprocessing, say),
    note: say(`backbone.known.${preprocessing.known}`),
  });
}

function preparedWords(preprocessing: BackboneCard['preprocessing'], say: Say): string {
  const convention = conventionOf(preprocessing);
  if (convention) return say(`backbone.pixels.${convention}`);
  const list = (values: readonly number[]) => values.map((value) => Number(value.toPrecision(4))).join(' / ');
  return say('backbone.pixels.own', { mean: list(preprocessing.mean), std: list(preprocessing.std) });
}

export function sizeWords({ fixed, size, multipleOf, minimum }: BackboneCard['input'], say: Say): string {
  if (fixed) return say('backbone.size.fixed', { size });
  return multipleOf === 1
    ? say('backbone.size.any', { minimum, size })
    : say('backbone.size.steps', { minimum, multipleOf, size });
}

export function trainsWords({ canFineTune, stages, withoutGradient }: BackboneCard, say: Say): string {
  return canFineTune === 'all'
    ? say('backbone.trains.all', { stages })
    : say('backbone.trains.head-only', { list: withoutGradient.join(', ') });
}
