// Words of the Settings screen: language, theme, this PC and its self-test, the workspace, backup, versions, licences.
import type { Texts } from '../../shared/text/voice.ts';

export const settingsTexts = {
  'settings.title': { en: 'Settings', ja: '設定' },
  'general.title': { en: 'Display', ja: '表示' },
  'general.language': { en: 'Language', ja: '言語' },
  'general.ja': { en: '日本語', ja: '日本語' },
  'general.en': { en: 'English', ja: 'English' },
  'general.theme': { en: 'Appearance', ja: '明るさ' },
  'theme.system': { en: 'As this PC', ja: 'PCに合わせる' },
  'theme.light': { en: 'Light', ja: '明るい' },
  'theme.dark': { en: 'Dark', ja: '暗い' },
  'general.operator': { en: 'Your name', ja: '担当者名' },
  'general.operator-hint': {
    en: 'Written beside what you do in the activity log.',
    ja: '操作の記録に、この名前が残ります。',
  },
  'general.operator-save': { en: 'Keep the name', ja: '名前を保存' },
  'general.operator-saved': { en: 'Name kept.', ja: '担当者名を保存しました。' },

  'device.title': { en: 'This PC', ja: 'このPC' },
  'device.name': { en: 'Trains on', ja: '学習に使う装置' },
  'device.cpu': { en: '{name} (CPU, {threads} threads)', ja: '{name}（CPU、{threads}スレッド）' },
  'device.gpu': { en: '{name} (GPU)', ja: '{name}（GPU）' },
  'device.cpu-notice': {
    en: 'No GPU is used. Training works, but takes longer than on a supported GPU.',
    ja: 'GPUは使用していません。学習はできますが、対応するGPUより時間がかかります。',
  },
  'test.action': { en: 'Test this PC', ja: 'このPCを診断' },
  'test.running': {
    en: 'Testing: it trains a few steps in two ways …',
    ja: '診断中：2通りの計算で数ステップ学習しています…',
  },
  'test.passed': { en: 'This PC is ready to train', ja: 'このPCで学習できます' },
  'test.agrees': {
    en: 'The fast way of computing gives the same results as the plain one and is {speedup} times as fast. It is used.',
    ja: '高速な計算方法は通常の計算と結果が一致し、{speedup}倍の速さでした。こちらを使います。',
  },
  'test.no-blocks': {
    en: 'The plain way of computing is used: this processor has no faster one for us. Results are right.',
    ja: 'このプロセッサー向けの高速な計算方法がないため、通常の計算を使います。結果は正しく得られます。',
  },
  'test.differs': {
    en: 'The fast way of computing gave other results (difference {difference}), so the plain one is used. Results are right, training is slower.',
    ja: '高速な計算方法の結果が一致しなかったため（差 {difference}）、通常の計算を使います。結果は正しく得られますが、学習は遅くなります。',
  },
  'test.slower': {
    en: 'The plain way of computing is faster on this PC, so it is used. Results are right.',
    ja: 'このPCでは通常の計算のほうが速いため、こちらを使います。結果は正しく得られます。',
  },
  'test.failed': {
    en: 'The fast way of computing did not run, so the plain one is used. Results are right, training may be slower.',
    ja: '高速な計算方法が動作しなかったため、通常の計算を使います。結果は正しく得られますが、学習が遅くなることがあります。',
  },
  'test.seconds': { en: 'Took {time}.', ja: '所要時間 {time}。' },

  'workspace.title': { en: 'Workspace', ja: '作業フォルダー' },
  'workspace.text': {
    en: 'Images, trainings and models are kept here. Nothing leaves this PC.',
    ja: '画像・学習・モデルはすべてここに保存されます。PCの外には送られません。',
  },
  'workspace.place': { en: 'Place', ja: '場所' },
  'workspace.size': { en: 'Size', ja: '使用量' },
  'workspace.free': { en: 'Free on this disk', ja: 'ディスクの空き' },
  'workspace.unknown': { en: 'not known', ja: '不明' },
  'workspace.check': { en: 'Check the workspace', ja: '作業フォルダーを検査' },
  'workspace.check-text': {
    en: 'Reads the database and every stored file.',
    ja: '記録と、保存したすべてのファイルを読んで確かめます。',
  },
  'workspace.checking': { en: 'Checking all files', ja: 'ファイルを検査中' },
  'workspace.sound': { en: 'Sound: {files} files checked.', ja: '問題はありません（{files}件を検査）。' },
  'workspace.problems': { en: '{count} problem(s) in {files} files', ja: '{files}件中{count}件の問題があります' },

  'backup.title': { en: 'Backup', ja: 'バックアップ' },
  'backup.text': {
    en: 'One ZIP file with everything: images, trainings, models, settings, the site’s key.',
    ja: '画像・学習・モデル・設定・拠点の鍵のすべてを、1つのZIPファイルに保存します。',
  },
  'backup.action': { en: 'Back up …', ja: 'バックアップする…' },
  'backup.download': { en: 'Download a backup', ja: 'バックアップをダウンロード' },
  'backup.running': { en: 'Backing up', ja: 'バックアップ中' },
  'backup.done': { en: 'Backup written: {path} ({size})', ja: 'バックアップしました：{path}（{size}）' },
  'backup.stopped': {
    en: 'The backup was stopped. Nothing was kept of it.',
    ja: 'バックアップを中止しました。途中のファイルは残していません。',
  },
  'restore.title': { en: 'Restore', ja: '復元' },
  'restore.text': {
    en: 'Puts a backup in the place of the present workspace.',
    ja: 'バックアップの内容を、今の作業フォルダーと入れ替えます。',
  },
  'restore.action': { en: 'Restore a backup …', ja: 'バックアップから復元…' },
  'restore.confirm-title': { en: 'Replace everything in this workspace?', ja: '今の内容をすべて入れ替えますか？' },
  'restore.confirm-text': {
    en: 'Everything now in the workspace is replaced by the backup. Trainings under way are interrupted, and the program starts anew.',
    ja: '今の作業フォルダーの内容は、すべてバックアップの内容に替わります。実行中の学習は中断し、プログラムが起動し直します。',
  },
  'restore.confirm-advice': {
    en: 'Back up the present workspace first if you may need it.',
    ja: '今の内容が必要になる可能性があれば、先にバックアップしてください。',
  },
  'restore.confirm-file': { en: 'Backup: {name}', ja: '復元元：{name}' },
  'restore.confirm-action': { en: 'Replace everything', ja: 'すべて入れ替える' },
  'restore.cancel': { en: 'Keep the present workspace', ja: '今の内容を残す' },
  'restore.running': { en: 'Checking the backup', ja: 'バックアップを確認中' },
  'restore.sending': { en: 'Reading the file', ja: 'ファイルを読み込み中' },
  'restore.restarting': { en: 'The program starts anew …', ja: 'プログラムを起動し直しています…' },
  'restore.stopped': {
    en: 'Restoring was stopped. Nothing was changed.',
    ja: '復元を中止しました。何も変更していません。',
  },

  'about.title': { en: 'About Narashi', ja: 'Narashiについて' },
  'about.version': { en: 'Narashi', ja: 'Narashi' },
  'about.runtime': { en: 'ONNX Runtime', ja: 'ONNX Runtime' },
  'about.node': { en: 'Node.js', ja: 'Node.js' },
  'about.platform': { en: 'System', ja: 'システム' },
  'about.host': { en: 'Window', ja: '画面' },
  'host.electron': { en: 'own window', ja: '専用ウィンドウ' },
  'host.browser': { en: 'browser', ja: 'ブラウザー' },
  'about.guide': { en: 'Open the guide', ja: '使い方を見る' },
  'licences.title': { en: 'Licences of what Narashi is built from', ja: '使用しているソフトウェアのライセンス' },
  'licences.count': { en: '{count} packages', ja: '{count}件' },
} as const satisfies Texts;
