// Words of data quality on the command line.
export const qualityTexts = {
  'quality.help': {
    en: 'look for wrong labels: every image is judged by a network that never saw it',
    ja: 'ラベルの間違いを探す：画像ごとに、それを使わずに学習したネットワークで判定する',
  },
  'quality.folds': { en: 'parts the images are divided into (default: 5)', ja: '画像を分ける数（既定：5）' },
  'quality.csv': {
    en: 'write all suspects into this CSV file that Excel opens',
    ja: '疑わしいラベルをすべてこのCSVに書き出す（Excelで開けます）',
  },
  'quality.limit': { en: 'suspects shown (default: 20)', ja: '表示する件数（既定：20）' },
  'quality.live': { en: 'Cross-validation  {percent}', ja: '交差検証  {percent}' },
  'quality.figures': {
    en: 'Cross-validated accuracy: {accuracy} (true value {interval}, 95 % certain); folds {folds}.',
    ja: '交差検証の正解率：{accuracy}（信頼度95%の範囲 {interval}）、分割ごと {folds}。',
  },
  'quality.estimate': {
    en: 'Of {judged} labels about {wrong} are probably wrong. {suspects} to look at, the most suspicious first:',
    ja: '{judged}枚のうち、およそ{wrong}枚のラベルが間違いと推定されます。確認すべき画像は{suspects}枚（疑わしい順）：',
  },
  'quality.none': {
    en: 'No suspect label: the networks agree with every one.',
    ja: '疑わしいラベルはありません。すべてネットワークの判定と一致しました。',
  },
  'quality.image': { en: 'image', ja: '画像' },
  'quality.label': { en: 'label', ja: 'ラベル' },
  'quality.seen': { en: 'networks see', ja: '判定' },
  'quality.probability': { en: 'sure', ja: '確率' },
  'quality.more': { en: '… and {count} more; --csv writes all.', ja: '…ほか{count}件。--csv ですべて書き出せます。' },
  'quality.written': { en: 'Written: {path}', ja: '書き出しました：{path}' },
} as const;
