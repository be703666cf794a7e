// Words of the components that every screen uses.
import type { Texts } from '../../shared/text/voice.ts';

export const componentTexts = {
  'common.close': { en: 'Close', ja: '閉じる' },
  'common.about': { en: 'What “{name}” means', ja: '{name}の説明' },
  'common.retry': { en: 'Try again', ja: '再試行' },
  'number.none': { en: 'Enter a number.', ja: '数値を入力してください。' },
  'number.not-whole': { en: 'Enter a whole number.', ja: '整数を入力してください。' },
  'number.too-small': { en: 'At least {limit}.', ja: '{limit}以上にしてください。' },
  'number.too-large': { en: 'At most {limit}.', ja: '{limit}以下にしてください。' },
  'shares.ok': { en: 'OK {count}', ja: 'OK {count}枚' },
  'shares.ng': { en: 'NG {count}', ja: 'NG {count}枚' },
  'common.stop': { en: 'Stop', ja: '中止' },
  'study.running': { en: 'Measuring …', ja: '測定中…' },
  'study.queued': {
    en: 'Waiting: it begins when the present training or measurement has ended.',
    ja: '待機中：実行中の学習または測定が終わると始まります。',
  },
  'study.cancel': { en: 'Do not measure', ja: '取り消す' },
} as const satisfies Texts;
