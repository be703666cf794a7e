// Words of the frame around the screens: navigation, connection, shortcuts.
import type { Texts } from '../../shared/text/voice.ts';

export const shellTexts = {
  'frame.skip': { en: 'Skip to the content', ja: '本文へ移動' },
  'frame.navigation': { en: 'Screens', ja: '画面の一覧' },
  'screen.projects': { en: 'Projects', ja: 'プロジェクト' },
  'screen.images': { en: 'Images', ja: '画像' },
  'screen.quality': { en: 'Data quality', ja: 'データ品質' },
  'screen.train': { en: 'Train', ja: '学習' },
  'screen.results': { en: 'Results', ja: '結果' },
  'screen.trials': { en: 'Trials', ja: '試行' },
  'screen.export': { en: 'Export', ja: '書き出し' },
  'screen.models': { en: 'Models', ja: 'モデル管理' },
  'screen.line': { en: 'Inspection', ja: '検査' },
  'screen.history': { en: 'History', ja: '履歴' },
  'screen.settings': { en: 'Settings', ja: '設定' },
  'screen.guide': { en: 'Guide', ja: '使い方' },
  'frame.language': { en: 'Language', ja: '表示言語' },
  'frame.japanese': { en: '日本語', ja: '日本語' },
  'frame.english': { en: 'EN', ja: 'EN' },
  'keys.title': { en: 'Keyboard shortcuts', ja: 'キーボード操作' },
  'keys.everywhere': { en: 'Everywhere', ja: '共通' },
  'keys.here': { en: 'On this screen', ja: 'この画面' },
  'frame.connecting': { en: 'Starting…', ja: '起動しています…' },
  'frame.interrupted': {
    en: 'The connection to the app is interrupted. Reconnecting; work that is under way goes on.',
    ja: 'アプリとの接続が切れました。再接続しています。実行中の処理は続いています。',
  },
  'frame.restarting': { en: 'The app is restarting…', ja: 'アプリを再起動しています…' },
  'frame.opening': { en: 'Opening…', ja: '開いています…' },
  'keys.or': { en: 'or', ja: 'または' },
  'frame.to-projects': { en: 'To the projects', ja: 'プロジェクト一覧へ' },
} as const satisfies Texts;
