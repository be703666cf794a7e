// Words of rules of decision, honest probabilities and weak spots on the command line.
export const judgingTexts = {
  'rule.help': {
    en: 'choose which parts pass, are taken out, or go to a person, by what mistakes cost',
    ja: 'OK・NG・人が確認の境目を、誤りの損失額から選ぶ',
  },
  'rule.escape-cost': { en: 'yen lost by one escape', ja: '見逃し1件の損失（円）' },
  'rule.overkill-cost': { en: 'yen lost by one overkill', ja: '過検出1件の損失（円）' },
  'rule.review-cost': { en: 'yen for one look by a person', ja: '人の確認1回の費用（円）' },
  'rule.defects': { en: 'defective parts on the line, percent', ja: 'ラインの不良率（%）' },
  'rule.max-escape': {
    en: 'defective parts that may pass, at most, percent',
    ja: '見逃しの上限（不良品のうちの%）',
  },
  'rule.max-review': {
    en: 'parts a person may look at, at most, percent (default: 5)',
    ja: '人が確認する部品の上限（%、既定：5）',
  },
  'rule.ok-below': { en: 'NG score below which a part passes', ja: 'これ未満のNGスコアをOKにする' },
  'rule.ng-from': { en: 'NG score from which a part is taken out', ja: 'これ以上のNGスコアをNGにする' },
  'rule.use': { en: 'put the rule in force for this run', ja: 'この学習の基準として使う' },
  'rule.clear': { en: 'go back to the surest class', ja: '基準を外し、最も確率の高いクラスに戻す' },
  'rule.title': { en: 'Run {run}: OK below {ok}, NG from {ng}', ja: '学習{run}：{ok}未満はOK、{ng}以上はNG' },
  'rule.validation': {
    en: 'Chosen on {images} validation images ({defective} defective), counted on test images.',
    ja: '検証画像{images}枚（うち不良{defective}枚）で選び、評価画像で数えました。',
  },
  'rule.test': {
    en: 'Chosen on the test images themselves, for want of validation images: it will do a little worse on the line.',
    ja: '検証画像が少ないため、評価画像そのもので選びました。ラインでは少し悪くなります。',
  },
  'rule.typed': { en: 'As given, counted on test images.', ja: '指定した基準を、評価画像で数えました。' },
  'rule.figure': { en: 'on the test images', ja: '評価画像での結果' },
  'rule.with': { en: 'with the rule', ja: 'この基準' },
  'rule.plain': { en: 'surest class', ja: '最も確率の高いクラス' },
  'rule.escape': { en: 'escape', ja: '見逃し' },
  'rule.overkill': { en: 'overkill', ja: '過検出' },
  'rule.review': { en: 'a person looks at (of all parts of the line)', ja: '人が確認（ラインの全部品のうち）' },
  'rule.yen': { en: 'yen lost by 1,000 parts', ja: '部品1,000個あたりの損失（円）' },
  'rule.proven': {
    en: 'With 95 % confidence no more than {bound} of the defective parts pass: the limit of {limit} is kept.',
    ja: '95%の信頼度で、見逃しは不良品の{bound}以下と言えます。上限{limit}を守れます。',
  },
  'rule.unproven': {
    en: 'The test images cannot prove the limit of {limit}: up to {bound} of the defective parts might pass.',
    ja: 'この評価画像では上限{limit}を守れるとは言い切れません（見逃しは最大{bound}までありえます）。',
  },
  'rule.in-force': { en: 'In force from now on.', ja: 'この基準を使用中にしました。' },
  'rule.cleared': { en: 'The surest class decides again.', ja: '最も確率の高いクラスでの判定に戻しました。' },
  'rule.not-used': {
    en: 'Nothing was changed; --use puts it in force.',
    ja: '何も変更していません。--use で使用中にします。',
  },

  'trust.help': {
    en: 'whether a run’s probabilities can be believed',
    ja: '学習結果の確率（確信度）が信用できるかを調べる',
  },
  'trust.title': {
    en: 'Run {run}, {images} test images: share judged rightly by probability',
    ja: '学習{run}、評価画像{images}枚：確率と、実際に正しかった割合',
  },
  'trust.probability': { en: 'probability', ja: '確率' },
  'trust.mean': { en: 'mean probability', ja: '確率の平均' },
  'trust.right': { en: 'judged rightly', ja: '正しかった割合' },
  'trust.images': { en: 'images', ja: '画像数' },
  'trust.error': {
    en: 'Mean gap (ECE) {before}; log loss {loss}.',
    ja: '平均のずれ（ECE）{before}、対数損失{loss}。',
  },
  'trust.corrected': {
    en: 'With temperature {temperature} (from {images} validation images): mean gap {after}, log loss {loss}.',
    ja: '温度{temperature}（検証画像{images}枚から）で補正すると：平均のずれ{after}、対数損失{loss}。',
  },
  'trust.too-few': {
    en: 'No correction: fewer than {fewest} validation images.',
    ja: '検証画像が{fewest}枚未満のため、補正はできません。',
  },

  'explain.help': {
    en: 'where a run looked in one of its test images, as pictures',
    ja: '評価画像のどこを見て判定したかを画像に書き出す',
  },
  'explain.image': { en: 'a test image of the run', ja: '評価に使った画像ファイル' },
  'explain.output': {
    en: 'folder for the pictures (default: the present one)',
    ja: '書き出し先（既定：現在のフォルダー）',
  },
  'explain.judged': {
    en: 'Is {actual}, judged as {judged} ({probability}).',
    ja: '実際：{actual}、判定：{judged}（{probability}）',
  },
  'explain.written': { en: 'What spoke for {name}: {path}', ja: '{name}の根拠になった場所：{path}' },
  'explain.caution': {
    en: 'A hint, no proof: look whether it is the defect or something else, such as the background.',
    ja: '目安であり証明ではありません。欠陥そのものを見ているか、背景などを見ていないかを確認してください。',
  },

  'unlike.help': {
    en: 'test images unlike all that a run has learned from, with their most similar training images',
    ja: '学習画像と似ていない評価画像を、最も似ている学習画像とともに示す',
  },
  'unlike.limit': { en: 'images shown (default: 20)', ja: '表示する件数（既定：20）' },
  'unlike.live': { en: 'Comparing  {done}/{total}', ja: '比較中  {done}/{total}' },
  'unlike.figure': {
    en: 'Run {run}: {count} of {total} test images are unlike the {train} training images (distance {threshold} or more).',
    ja: '学習{run}：評価画像{total}枚のうち{count}枚が、学習画像{train}枚のどれとも似ていません（距離{threshold}以上）。',
  },
  'unlike.no-limit': {
    en: 'Run {run}: there are no held-out images to find a limit on.',
    ja: '学習{run}：境目を決めるための画像がありません。',
  },
  'unlike.image': { en: 'image', ja: '画像' },
  'unlike.distance': { en: 'distance', ja: '距離' },
  'unlike.actual': { en: 'is', ja: '実際' },
  'unlike.judged': { en: 'judged as', ja: '判定' },
  'unlike.nearest': { en: 'most similar training image', ja: '最も似ている学習画像' },

  'slices.help': {
    en: 'where a run is weak: its test figures by lot, part, line, camera, day and hour',
    ja: 'どこで弱いか：評価画像の結果をロット・部品・ライン・カメラ・日・時間帯で分ける',
  },
  'slices.none': {
    en: 'Nothing is known of lots, parts, lines, cameras or times: import a CSV list that has such columns.',
    ja: 'ロット・部品・ライン・カメラ・日時の情報がありません。その列があるCSVを取り込んでください。',
  },
  'slices.lot': { en: 'lot', ja: 'ロット' },
  'slices.part': { en: 'part', ja: '部品' },
  'slices.line': { en: 'line', ja: 'ライン' },
  'slices.camera': { en: 'camera', ja: 'カメラ' },
  'slices.day': { en: 'day', ja: '日' },
  'slices.hour': { en: 'hour', ja: '時間帯' },
  'slices.unknown': { en: 'not known', ja: '不明' },
  'slices.images': { en: 'images', ja: '画像数' },
  'slices.accuracy': { en: 'accuracy', ja: '正解率' },
  'slices.escape': { en: 'escape', ja: '見逃し' },
  'slices.overkill': { en: 'overkill', ja: '過検出' },
  'slices.stands': { en: 'against the others', ja: '他との比較' },
  'slices.worse': { en: 'weaker', ja: '弱い' },
  'slices.better': { en: 'better', ja: '良い' },
  'slices.alike': { en: 'no difference shown', ja: '差は認められない' },
  'slices.too-few': { en: 'too few images', ja: '画像が少ない' },
} as const;
