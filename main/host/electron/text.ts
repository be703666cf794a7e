// What the window says outside its page: menu, dialogs, notifications.
import type { Language } from '../../../shared/contract/errors/index.ts';
import { makeVoice, type VoiceOf } from '../../../shared/text/voice.ts';

export const windowTexts = {
  'menu.file': { en: 'File', ja: 'ファイル' },
  'menu.quit': { en: 'Quit Narashi', ja: 'Narashiを終了' },
  'menu.edit': { en: 'Edit', ja: '編集' },
  'menu.undo': { en: 'Undo', ja: '元に戻す' },
  'menu.redo': { en: 'Redo', ja: 'やり直す' },
  'menu.cut': { en: 'Cut', ja: '切り取り' },
  'menu.copy': { en: 'Copy', ja: 'コピー' },
  'menu.paste': { en: 'Paste', ja: '貼り付け' },
  'menu.select-all': { en: 'Select all', ja: 'すべて選択' },
  'menu.view': { en: 'View', ja: '表示' },
  'menu.reload': { en: 'Reload', ja: '再読み込み' },
  'menu.larger': { en: 'Larger', ja: '拡大' },
  'menu.smaller': { en: 'Smaller', ja: '縮小' },
  'menu.actual-size': { en: 'Actual size', ja: '実際のサイズ' },
  'menu.full-screen': { en: 'Full screen', ja: '全画面表示' },
  'menu.help': { en: 'Help', ja: 'ヘルプ' },
  'menu.guide': { en: 'Guide', ja: '使い方' },
  'menu.about': { en: 'About Narashi {version}', ja: 'Narashi {version} について' },
  'about.detail': {
    en: 'Retrains inspection models on this PC. Nothing leaves it.\nData: {workspace}',
    ja: 'このPC上で検査モデルを再学習します。データが外部に送られることはありません。\nデータ：{workspace}',
  },
  'files.images': { en: 'Images, ZIP or CSV', ja: '画像・ZIP・CSV' },
  'files.backup': { en: 'Backup of Narashi', ja: 'Narashiのバックアップ' },
  'files.model': { en: 'ONNX model', ja: 'ONNXモデル' },
  'training.done': { en: 'Training has finished', ja: '学習が完了しました' },
  'training.failed': { en: 'Training has failed', ja: '学習に失敗しました' },
  'training.run': { en: '{project}, run {run}', ja: '{project}・学習{run}' },
  'end.title': { en: 'The line is being inspected', ja: '検査中です' },
  'end.detail': {
    en: 'If Narashi is quit, the inspection stops: parts are not judged until it is started again. Every part that was taken still gets its verdict.',
    ja: 'Narashiを終了すると検査も停止し、再開するまで部品は判定されません。受け付け済みの部品の判定は最後まで行います。',
  },
  'end.stay': { en: 'Go on inspecting', ja: '検査を続ける' },
  'end.stop': { en: 'Stop the inspection and quit', ja: '検査を停止して終了' },
  'crash.title': { en: 'The window was reloaded', ja: '画面を読み込み直しました' },
  'crash.detail': {
    en: 'The window had stopped working ({reason}). What was saved is kept, training goes on, and so does the inspection.',
    ja: '画面が動かなくなったため、読み込み直しました（{reason}）。保存済みの内容は残っており、学習と検査も続いています。',
  },
  'crash.often': {
    en: 'The window stops working again and again ({reason}). What was saved is kept. Start Narashi anew; if that does not help, report the reason.',
    ja: '画面が繰り返し停止しています（{reason}）。保存済みの内容は残っています。Narashiを起動し直してください。改善しない場合は、この理由をお知らせください。',
  },
  'start.failed': { en: 'Narashi cannot start', ja: 'Narashiを起動できません' },
  'start.unexpected': { en: 'Something unforeseen happened: {reason}', ja: '予期しない問題が起きました：{reason}' },
} as const;

export type WindowVoice = VoiceOf<typeof windowTexts>;

export const windowVoice = (language: Language): WindowVoice => makeVoice(windowTexts, language);
