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
  'agreement.help': {
    en: 'how far inspectors agree: a CSV with a column for the image and one for each inspector',
    ja: '検査員の判定の一致度：1列目が画像、2列目以降が検査員ごとの判定のCSV',
  },
  'agreement.file': { en: 'CSV file with a line of names', ja: '1行目に名前があるCSVファイル' },
  'agreement.who': { en: 'who', ja: '組み合わせ' },
  'agreement.images': { en: 'images', ja: '画像数' },
  'agreement.agreed': { en: 'agreed', ja: '一致' },
  'agreement.kappa': { en: 'kappa by class (95 %)', ja: 'κ クラス（信頼度95%）' },
  'agreement.verdict-kappa': { en: 'kappa OK/NG (95 %)', ja: 'κ OK/NG（信頼度95%）' },
  'agreement.disputed': { en: 'Images on which they differ ({count}):', ja: '判定が分かれた画像（{count}枚）：' },
  'agreement.image': { en: 'image', ja: '画像' },
  'agreement.none': { en: 'No image is disputed.', ja: '判定が分かれた画像はありません。' },
  'duplicates.help': {
    en: 'look for pictures that look alike: on both sides of the test, or with different labels',
    ja: '似た画像を探す：学習用と評価用にまたがるもの、クラスの異なるものなど',
  },
  'duplicates.distance': {
    en: 'bits of 64 that may differ, 0 to 7 (default: 4)',
    ja: '64ビットのうち違ってよい数（0～7、既定：4）',
  },
  'duplicates.live': { en: 'Looking at pictures  {done}/{total}', ja: '画像を比較中  {done}/{total}' },
  'duplicates.found': {
    en: '{groups} groups look alike among {images} pictures: {leaking} on both sides of the test, {contradicting} with different labels.',
    ja: '{images}枚のうち、似た画像の組が{groups}組あります（学習用と評価用にまたがるもの{leaking}組、クラスの異なるもの{contradicting}組）。',
  },
  'duplicates.none': { en: 'No two of {images} pictures look alike.', ja: '{images}枚の中に似た画像はありません。' },
  'duplicates.leaks': { en: 'both sides of the test', ja: '学習用と評価用にまたがる' },
  'duplicates.contradicts': { en: 'different labels', ja: 'クラスが異なる' },
  'duplicates.harmless': { en: 'same side, same label', ja: '同じ側・同じクラス' },
  'duplicates.unreadable': { en: '{count} pictures could not be read.', ja: '{count}枚は読み込めませんでした。' },
} as const;
