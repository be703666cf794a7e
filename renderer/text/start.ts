// Words for what a training starts from, and what is trained of it.
import type { Texts } from '../../shared/text/voice.ts';

export const startTexts = {
  'start-from.label': { en: 'Start from', ja: '学習の出発点' },
  'start-from.hint': {
    en: 'A pretrained network often needs fewer images. Add more in the settings.',
    ja: '学習済みネットワークから始めると、少ない画像で済むことが多くあります。追加は「設定」で行います。',
  },
  'start-from.new': { en: 'A new network (by the preset)', ja: '新しいネットワーク（プリセットに従う）' },
  'start-from.box': { en: '{name} (comes with Narashi)', ja: '{name}（Narashi付属）' },
  'start-from.facts': {
    en: 'Made for images of {size} px; {parameters} M weights.',
    ja: '{size}画素の画像用。重み{parameters} M個。',
  },
  'fine-tune.legend': { en: 'What is trained?', ja: '学習する範囲' },
  'fine-tune.head': { en: 'A new last layer', ja: '新しい最終層だけ' },
  'fine-tune.head-text': {
    en: 'The quickest. The network’s view of the images stays as it came. Good for a first look and for very few images.',
    ja: '最も速い方法です。画像の見方は元のまま変えません。まず試すときや、画像がごく少ないときに。',
  },
  'fine-tune.last': { en: 'The last stages', ja: '後ろの段' },
  'fine-tune.last-text': {
    en: 'The last stages adapt to your parts, the early ones stay. Quicker than all of it.',
    ja: '後ろの段だけを部品に合わせ、前の段は元のままにします。全体より速く済みます。',
  },
  'fine-tune.all': { en: 'All of it', ja: '全体' },
  'fine-tune.all-text': {
    en: 'Everything adapts. The usual choice where parts look unlike everyday photographs.',
    ja: 'すべてを部品に合わせます。一般の写真とは見た目が違う部品では、普通はこれを選びます。',
  },
  'fine-tune.head-only': {
    en: 'Only the last layer of this network can be trained: it has operators without a gradient ({list}).',
    ja: 'このネットワークで学習できるのは最終層だけです。勾配のない演算があります（{list}）。',
  },
  'fine-tune.stages': { en: 'Stages', ja: '段数' },
  'fine-tune.stages-hint': { en: 'Counted from the end.', ja: '後ろから数えた段数です。' },
} as const satisfies Texts;
