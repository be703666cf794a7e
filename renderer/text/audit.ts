// Words of the audit log on the screen: checked, read, taken up again.
import type { Texts } from '../../shared/text/voice.ts';

export const auditTexts = {
  'audit.text': {
    en: 'Who decided what about which model, when and why, in all projects. Entries hash each other, so that verifying shows what was changed.',
    ja: 'どのモデルについて、誰が・いつ・何を・なぜ決めたか（全プロジェクト）。記録は互いにハッシュでつながり、変更があれば検証で分かります。',
  },
  'audit.verify': { en: 'Verify the log', ja: '記録を検証' },
  'audit.whole': {
    en: 'The log is whole: {entries} entries, each as it was written.',
    ja: '記録は正常です：{entries}件すべてが書かれたときのままです。',
  },
  'audit.head': {
    en: 'End of the log: {head}. Note it elsewhere; it proves later that nothing before it was changed.',
    ja: '末尾：{head}。別の場所に控えておくと、ここまでが変わっていないことを後で確かめられます。',
  },
  'audit.broken': {
    en: 'Keep the workspace as it is, find out who had access to it, and compare with a backup.',
    ja: '作業フォルダーをそのまま保存し、誰が触れたかを調べ、バックアップと比べてください。',
  },
  'audit.gap': {
    en: 'Entry {sequence} ({at}) goes on from another end: {what}.',
    ja: '記録{sequence}（{at}）は別の末尾から続いています：{what}',
  },
  'audit.continue': { en: 'Go on with a reason', ja: '理由を記録して続ける' },
  'audit.continue-text': {
    en: 'The reason and what was found of the head file stay in the log, for everybody to see.',
    ja: '理由と控え（audit.head）の状態が記録に残り、誰でも見られます。',
  },
  'audit.reason': { en: 'Reason', ja: '理由' },
  'audit.none': { en: 'There is no entry yet.', ja: '記録はまだありません。' },
  'audit.entries': { en: 'Entries, newest first', ja: '記録（新しい順）' },
  'audit.number': { en: 'No.', ja: '番号' },
  'audit.at': { en: 'When', ja: '日時' },
  'audit.who': { en: 'Who', ja: '担当者' },
  'audit.what': { en: 'What', ja: '内容' },
  'audit.about': { en: 'About', ja: '対象' },
  'audit.details': { en: 'Details', ja: '詳細' },
  'audit.older': { en: 'Show older entries', ja: 'さらに古い記録を表示' },
  'data.approver': { en: 'decided by {value}', ja: '決めた人：{value}' },
  'data.reason': { en: 'reason: {value}', ja: '理由：{value}' },
  'data.show': { en: 'all of it', ja: 'すべて' },
} as const satisfies Texts;
