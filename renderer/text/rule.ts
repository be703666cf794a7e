// Words of the rule of decision: what it is for, where its thresholds lie, what it does, and what it was chosen on.
import type { Texts } from '../../shared/text/voice.ts';

export const ruleTexts = {
  'rule.title': { en: 'OK, NG, or a person looks', ja: 'OK・NG・人が確認（怪しい）の境目' },
  'rule.text': {
    en: 'Parts with an NG score below the first threshold pass, from the second on they are taken out. Between them a person looks. Bring both together and nobody has to.',
    ja: 'NGスコアが1つ目の境目より低ければOK、2つ目以上ならNG、その間は人が確認します。2つを同じ位置にすると、人の確認はなくなります。',
  },
  'rule.curves': { en: 'Escape and overkill over the NG score', ja: 'NGスコアの境目と見逃し・過検出' },
  'rule.axis': { en: 'NG score', ja: 'NGスコア' },
  'rule.escape': { en: 'Escape, if OK below', ja: '見逃し（これ未満をOKにした場合）' },
  'rule.overkill': { en: 'Overkill, if NG from', ja: '過検出（これ以上をNGにした場合）' },
  'rule.ok-below': { en: 'OK below {threshold}', ja: '{threshold}未満はOK' },
  'rule.ng-from': { en: 'NG from {threshold}', ja: '{threshold}以上はNG' },
  'rule.spoken-escape': { en: '{threshold}: escape {share}', ja: '{threshold}：見逃し{share}' },
  'rule.spoken-overkill': { en: '{threshold}: overkill {share}', ja: '{threshold}：過検出{share}' },
  'rule.unlike': {
    en: 'Parts unlike the training images go to a person (distance {threshold} or more)',
    ja: '学習画像と似ていない部品は人が確認する（距離{threshold}以上）',
  },
  'rule.one-sided': {
    en: 'A rule needs images of OK and of NG parts in the test.',
    ja: '判定基準の検討には、評価画像にOK品とNG品の両方が必要です。',
  },

  'aims.title': { en: 'What it is chosen by', ja: '選ぶときの条件' },
  'aims.escape': { en: 'One escape costs', ja: '見逃し1件の損失' },
  'aims.overkill': { en: 'One overkill costs', ja: '過検出1件の損失' },
  'aims.review': { en: 'One look by a person costs', ja: '人の確認1回の費用' },
  'aims.defects': { en: 'Defective parts on the line', ja: 'ラインの不良率' },
  'aims.defects-help': {
    en: 'Test images hold many more defects than the line does. Costs and shares are reckoned for the line.',
    ja: '評価画像の不良の割合は、実際のラインよりずっと高いのが普通です。費用と割合はラインに換算して計算します。',
  },
  'aims.maximum-review': { en: 'Parts a person may look at, at most', ja: '人が確認する部品の上限' },
  'aims.limit': { en: 'Limit the escapes', ja: '見逃しに上限を設ける' },
  'aims.maximum-escape': { en: 'Of defective parts may pass, at most', ja: '見逃しの上限（不良品のうち）' },
  'aims.yen': { en: 'yen', ja: '円' },

  'outcome.title': { en: 'What it does to the test images', ja: '評価画像での結果' },
  'outcome.review': { en: 'A person looks at', ja: '人が確認' },
  'outcome.review-text': {
    en: '{good} of {goods} good and {bad} of {bads} defective test images; on the line {share} of all parts.',
    ja: '評価画像の良品{goods}枚中{good}枚、不良品{bads}枚中{bad}枚。ラインでは全部品の{share}にあたります。',
  },
  'outcome.yen': { en: 'Loss of 1,000 parts', ja: '部品1,000個あたりの損失' },
  'outcome.plain': {
    en: 'Judging by the surest class: {yen}, escape {escape}, overkill {overkill}.',
    ja: '最も確率の高いクラスで判定した場合：{yen}、見逃し{escape}、過検出{overkill}。',
  },
  'outcome.proves': {
    en: 'With 95 % confidence no more than {bound} of the defective parts pass: the limit of {limit} is kept.',
    ja: '95%の信頼度で、見逃しは不良品の{bound}以下と言えます。上限{limit}を守れます。',
  },
  'outcome.unproven': {
    en: 'The test images cannot prove the limit of {limit}: up to {bound} of the defective parts might pass. More defective test images would tell.',
    ja: 'この評価画像では上限{limit}を守れるとは言い切れません（見逃しは最大{bound}までありえます）。不良品の評価画像を増やすと確かめられます。',
  },
  'outcome.chosen-validation': {
    en: 'The recommendation was chosen on {images} validation images ({defective} defective) and counted on the test images, which it has not seen.',
    ja: 'おすすめは検証画像{images}枚（うち不良{defective}枚）で選び、選ぶときに使っていない評価画像で数えました。',
  },
  'outcome.chosen-test': {
    en: 'There are too few validation images, so the recommendation was chosen on the test images themselves. On the line it will do a little worse: check it on new parts.',
    ja: '検証画像が少ないため、おすすめは評価画像そのもので選びました。ラインでは少し悪くなります。新しい部品で確認してください。',
  },
  'outcome.moved': {
    en: 'Thresholds moved by hand while looking at these figures look a little better here than on the line.',
    ja: 'この数字を見ながら手で動かした境目は、ラインでの結果より少し良く見えます。',
  },
  'outcome.how': {
    en: 'The exported model gives all probabilities. On the line, add up those of the NG classes: OK below {ok}, NG from {ng} on, and a person in between.',
    ja: '書き出したモデルは全クラスの確率を出力します。ライン側でNGクラスの確率を合計し、{ok}未満をOK、{ng}以上をNG、その間を人の確認としてください。',
  },

  'use.recommended': { en: 'Back to the recommendation', ja: 'おすすめに戻す' },
  'use.keep': { en: 'Use this rule', ja: 'この基準を使う' },
  'use.clear': { en: 'Go without a rule', ja: '基準を外す' },
  'use.kept': { en: 'The rule is in force.', ja: 'この基準を使用中にしました。' },
  'use.cleared': { en: 'The surest class decides again.', ja: '最も確率の高いクラスでの判定に戻しました。' },
  'use.in-force': {
    en: 'In force: OK below {ok}, NG from {ng} ({at}).',
    ja: '使用中の基準：{ok}未満はOK、{ng}以上はNG（{at}）',
  },
  'use.in-force-by': {
    en: 'In force: OK below {ok}, NG from {ng} ({operator}, {at}).',
    ja: '使用中の基準：{ok}未満はOK、{ng}以上はNG（{operator}、{at}）',
  },
  'use.none': {
    en: 'No rule is in force: the surest class decides.',
    ja: '使用中の基準はありません。最も確率の高いクラスで判定します。',
  },
} as const satisfies Texts;
