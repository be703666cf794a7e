// Words of the golden set: its versions, how images are chosen, and what a model makes of them.
import type { Texts } from '../../shared/text/voice.ts';

export const goldenTexts = {
  'golden.title': { en: 'Versions', ja: '版' },
  'golden.text': {
    en: 'Images of which you have said once and for all how they are to be judged. A new model must not fall behind the live one on them.',
    ja: '判定を決めた画像です。新しいモデルは、この画像で使用中のモデルより後退してはいけません。',
  },
  'golden.empty': { en: 'No golden set yet', ja: '限度見本がまだありません' },
  'golden.new': { en: 'New version', ja: '新しい版を作る' },
  'golden.version': { en: 'Version {version}: {name}', ja: '第{version}版：{name}' },
  'golden.made': { en: '{images} image(s), {at} {operator}', ja: '画像{images}枚、{at} {operator}' },
  'golden.choice': { en: 'Version', ja: '版' },
  'golden.model': { en: 'Judged by', ja: '判定したモデル' },
  'golden.no-model': { en: 'no model', ja: 'なし' },
  'golden.run': { en: 'Run {run}', ja: '学習{run}' },
  'golden.figures': {
    en: 'Escapes {escapes}, overkills {overkills}, to a person {reviews}. Worse than the live model: {regressions}.',
    ja: '見逃し{escapes}、過検出{overkills}、人が確認{reviews}。使用中のモデルからの後退：{regressions}。',
  },
  'golden.trained-on': {
    en: '{count} of these images were learned from: judging them rightly proves little.',
    ja: 'このうち{count}枚は学習に使われたため、正しく判定しても証明にはなりません。',
  },
  'golden.not-judged': {
    en: 'This model has not judged this version.',
    ja: 'このモデルはこの版をまだ判定していません。',
  },
  'image.to-be': { en: 'to be {verdict}', ja: '正解：{verdict}' },
  'image.judged': { en: 'judged {decision}', ja: '判定：{decision}' },
  'image.review': { en: 'to a person', ja: '人が確認' },
  'image.worse': { en: 'worse than the live model', ja: '使用中のモデルから後退' },

  'new.title': { en: 'New version of the golden set', ja: '限度見本の新しい版' },
  'new.name': { en: 'Name', ja: '名前' },
  'new.reason': { en: 'Why there is a new version', ja: '新しい版を作る理由' },
  'new.find': { en: 'Find images by path', ja: 'パスで画像を探す' },
  'new.class': { en: 'Class', ja: 'クラス' },
  'new.any-class': { en: 'any', ja: 'すべて' },
  'new.found': {
    en: '{count} found; a click adds or takes away. Shown are at most {shown}.',
    ja: '{count}枚見つかりました。クリックで追加・除外します（表示は{shown}枚まで）。',
  },
  'new.chosen': { en: 'Chosen: {count}', ja: '選んだ画像：{count}枚' },
  'new.none-chosen': { en: 'Nothing is chosen yet.', ja: 'まだ選んでいません。' },
  'new.mark': { en: 'How {path} is to be judged', ja: '{path}の正しい判定' },
  'new.as-labelled': { en: 'as labelled', ja: 'ラベルどおり' },
  'new.take-away': { en: 'Take away {path}', ja: '{path}を外す' },
  'new.save': { en: 'Keep as a new version', ja: '新しい版として保存' },
  'new.saved': { en: 'Version {version} of the golden set was kept.', ja: '限度見本の第{version}版を保存しました。' },
  'new.needs': { en: 'A name and at least one image are needed.', ja: '名前と、少なくとも1枚の画像が必要です。' },
} as const satisfies Texts;
