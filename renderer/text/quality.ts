// Words of data quality: suspect labels and what is decided about them, balance of classes and lots.
import type { Texts } from '../../shared/text/voice.ts';

export const qualityTexts = {
  'quality.title': { en: 'Data quality', ja: 'データ品質' },
  'quality.lead': {
    en: 'Wrong labels and lopsided data cost more than any training method gains. Look here before you train.',
    ja: 'ラベルの間違いやデータの偏りは、学習方法の差より大きく響きます。学習の前に確かめてください。',
  },
  'view.label': { en: 'What to look at', ja: '表示' },
  'view.suspects': { en: 'Suspect labels', ja: '疑わしいラベル' },
  'view.balance': { en: 'Balance', ja: '偏り' },

  'check.title': { en: 'Look for wrong labels', ja: 'ラベルの間違いを探す' },
  'check.text': {
    en: 'Every image is judged by a network that never saw it ({folds} networks, each trained on the other parts). Where it disagrees with the label, a person should look. Nothing is changed by itself.',
    ja: '画像を{folds}つに分け、その画像を使わずに学習したネットワークで1枚ずつ判定します。ラベルと食い違う画像だけを人が確認します。自動で書き換えることはありません。',
  },
  'check.start': { en: 'Start the check', ja: '確認を始める' },
  'check.again': { en: 'Check again', ja: 'もう一度確認する' },
  'check.running': { en: 'Cross-validation', ja: '交差検証' },
  'check.waiting': { en: 'Waits until the training under way is done.', ja: '実行中の学習が終わるのを待っています。' },
  'check.failed': { en: 'The last check failed.', ja: '前回の確認は失敗しました。' },

  'suspects.summary': {
    en: 'Checked {date}: of {judged} labels about {wrong} are probably wrong. {open} to look at, {decided} decided.',
    ja: '{date}の確認：{judged}枚のうち、およそ{wrong}枚のラベルが間違いと推定されます。未確認{open}枚、判断済み{decided}枚。',
  },
  'suspects.accuracy': {
    en: 'Cross-validated accuracy: {accuracy} (true value {interval}, 95 % certain); folds {folds}.',
    ja: '交差検証の正解率：{accuracy}（信頼度95%の範囲 {interval}）、分割ごと {folds}。',
  },
  'suspects.changed': {
    en: '{count} images were added or labelled anew since. Check again to include them.',
    ja: 'その後に追加・変更された画像が{count}枚あります。もう一度確認すると含まれます。',
  },
  'suspects.none': { en: 'No suspect label is left', ja: '疑わしいラベルは残っていません' },
  'suspects.none-text': {
    en: 'The networks agree with every label, or all suspects are decided.',
    ja: 'すべてのラベルがネットワークの判定と一致しているか、判断済みです。',
  },
  'suspects.list': { en: 'Suspects, the most suspicious first', ja: '疑わしい順の一覧' },
  'suspect.position': { en: '{number} of {total}', ja: '{number} / {total}' },
  'suspect.label': { en: 'Label now', ja: '今のラベル' },
  'suspect.seen': { en: 'Networks see', ja: 'ネットワークの判定' },
  'suspect.sure': { en: '{share} sure', ja: '確率 {share}' },
  'suspect.lot': { en: 'Lot {lot}', ja: 'ロット {lot}' },
  'suspect.keep': { en: 'The label is right', ja: 'ラベルは正しい' },
  'suspect.correct': { en: 'Change to {class}', ja: '「{class}」に直す' },
  'suspect.other': { en: 'Another class', ja: '別のクラス' },
  'suspect.skip': { en: 'Later', ja: '後で' },
  'suspect.reason': { en: 'Why (kept with the decision)', ja: '理由（判断とともに記録）' },
  'suspect.reason-hint': { en: 'such as: scratch beyond the limit sample', ja: '例：限度見本を超えるキズ' },
  'suspect.kept': { en: 'Label confirmed.', ja: 'ラベルを確認しました。' },
  'suspect.corrected': { en: 'Label changed to {class}.', ja: 'ラベルを「{class}」に直しました。' },
  'suspect.undo': { en: 'Take back', ja: '取り消す' },

  'balance.classes': { en: 'Images of each class', ja: 'クラスごとの枚数' },
  'balance.lots': { en: 'Lots', ja: 'ロット' },
  'balance.lots-text': {
    en: 'Images of a lot stay in one part, so that the test is not easier than the line. {count} images have no lot.',
    ja: '同じロットの画像は同じ側に分けます（評価がラインより易しくならないように）。ロット不明は{count}枚です。',
  },
  'balance.no-lots': { en: 'No lots are known.', ja: 'ロットの情報はありません。' },
  'column.class': { en: 'Class', ja: 'クラス' },
  'column.images': { en: 'Images', ja: '枚数' },
  'column.train': { en: 'Train', ja: '学習' },
  'column.validation': { en: 'Validation', ja: '検証' },
  'column.test': { en: 'Test', ja: '評価' },
  'column.lots': { en: 'Lots', ja: 'ロット数' },
  'column.lot': { en: 'Lot', ja: 'ロット' },
  'column.part': { en: 'Part', ja: '分け方' },
  'finding.imbalance': {
    en: '{class} has {value} times fewer images than the largest class. Training draws it more often, but its test figures stay uncertain: add images.',
    ja: '「{class}」は最も多いクラスの{value}分の1の枚数です。学習では多めに使いますが、評価の数値は不確かなままです。画像を追加してください。',
  },
  'finding.few-images': {
    en: '{class} has only {value} images. Aim at 50 or more.',
    ja: '「{class}」は{value}枚しかありません。50枚以上を目安に追加してください。',
  },
  'finding.single-lot': {
    en: 'All images of {class} are of one lot: the test cannot tell the lot from the defect. Add another lot.',
    ja: '「{class}」の画像は1ロットだけです。ロットの違いと欠陥の違いを区別できません。別のロットを追加してください。',
  },
  'finding.no-test': {
    en: '{class} has no test image: its mistakes stay unseen.',
    ja: '「{class}」の評価画像がなく、誤りが見えません。',
  },
  'finding.no-train': {
    en: '{class} has no training image: it cannot be learnt.',
    ja: '「{class}」の学習画像がなく、学習できません。',
  },
  'finding.no-lots': {
    en: 'No lots are known. Give lots at the import, so that images of one lot never stand on both sides of the test.',
    ja: 'ロットの情報がありません。同じロットの画像が学習と評価に分かれないよう、取り込みでロットを指定してください。',
  },
  'finding.one-class': {
    en: 'There is one class only. Add another.',
    ja: 'クラスが1つだけです。別のクラスを追加してください。',
  },
  'finding.none': { en: 'Nothing stands out.', ja: '目立つ偏りはありません。' },
  'split.train': { en: 'Train', ja: '学習' },
  'split.validation': { en: 'Validation', ja: '検証' },
  'split.test': { en: 'Test', ja: '評価' },
} as const satisfies Texts;
