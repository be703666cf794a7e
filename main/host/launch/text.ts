// What the start command says.
import type { Language } from '../../../shared/contract/errors/index.ts';
import { makeVoice, type VoiceOf } from '../../../shared/text/voice.ts';

export const startTexts = {
  building: {
    en: 'Preparing the window, once after each installation or update …',
    ja: '画面を準備しています（インストール後と更新後の1回だけ）…',
  },
  fetching: {
    en: 'Looking for the window program (Electron), for at most {seconds} seconds …',
    ja: '専用ウィンドウ（Electron）を取得しています（最長{seconds}秒）…',
  },
  electron: { en: 'Narashi opens in its own window.', ja: 'Narashiを専用ウィンドウで開きます。' },
  browser: { en: 'Narashi opens in the browser: {reason}', ja: 'Narashiをブラウザーで開きます：{reason}' },
  asked: { en: 'as asked with --browser.', ja: '--browser の指定による。' },
  'no-display': {
    en: 'this session has no desktop for a window.',
    ja: 'この環境にはウィンドウを表示するデスクトップがないため。',
  },
  'as-root': {
    en: 'the window program does not run as the user root.',
    ja: '専用ウィンドウはrootユーザーでは動かないため。',
  },
  'not-installed': {
    en: 'the window program (Electron) is not part of this installation.',
    ja: '専用ウィンドウ（Electron）がインストールされていないため。',
  },
  unreachable: {
    en: 'the window program (Electron) cannot be downloaded here.',
    ja: '専用ウィンドウ（Electron）をダウンロードできないため。',
  },
  'too-slow': {
    en: 'downloading the window program (Electron) takes too long. "npx install-electron" fetches it without a time limit.',
    ja: '専用ウィンドウ（Electron）のダウンロードに時間がかかるため。「npx install-electron」で時間制限なしに取得できます。',
  },
  'did-not-start': {
    en: 'the window program (Electron) does not start on this PC.',
    ja: '専用ウィンドウ（Electron）がこのPCで起動しないため。',
  },
  workspace: { en: 'Data: {path}', ja: 'データ：{path}' },
  link: {
    en: 'If no browser window opened, open this link. It works once, on this PC only:',
    ja: 'ブラウザーが開かない場合は、次のリンクを開いてください（このPCで1回だけ有効）：',
  },
  running: {
    en: 'Narashi is running already. It is opened again by this link, which works once:',
    ja: 'Narashiは既に動いています。次のリンク（1回だけ有効）で開きます：',
  },
  end: {
    en: 'Ctrl-C ends Narashi. A training under way goes on at the next start.',
    ja: 'Ctrl-Cで終了します。学習中の場合は次の起動時に続きから再開します。',
  },
  ending: { en: 'Ending …', ja: '終了しています…' },
  error: { en: 'Narashi did not start.', ja: 'Narashiを起動できませんでした。' },
  unexpected: {
    en: 'Something unforeseen happened: {reason}',
    ja: '予期しない問題が起きました：{reason}',
  },
} as const;

export type StartVoice = VoiceOf<typeof startTexts>;

export const startVoice = (language: Language): StartVoice => makeVoice(startTexts, language);
