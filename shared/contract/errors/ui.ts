// Sentences about the window itself: the connection, what was picked, failures nobody foresaw.
export const uiMessages = {
  'ui.unexpected': {
    en: 'Something unforeseen happened: {reason}. What was saved before is kept. Try again; if it happens again, restart the app.',
    ja: '予期しないエラーが発生しました：{reason}。保存済みの内容は失われていません。もう一度お試しください。繰り返す場合はアプリを起動し直してください。',
  },
  'ui.nothing-usable-dropped': {
    en: 'Nothing that can be imported was dropped. Nothing was read. Drop a folder, images, a ZIP or a CSV file.',
    ja: '取り込めるものがありませんでした。何も読み込んでいません。フォルダー、画像、ZIP、CSVのいずれかをドロップしてください。',
  },
  'ui.upload-failed': {
    en: 'The files did not reach the app: {reason}. Nothing was imported. Check that the app still runs, then choose them again.',
    ja: 'ファイルを送信できませんでした：{reason}。何も取り込んでいません。アプリが動いていることを確認し、もう一度選んでください。',
  },
  'ui.image-not-shown': {
    en: 'This image cannot be shown. Its record is kept. Check the workspace under Settings.',
    ja: 'この画像を表示できません。記録は残っています。設定画面で作業フォルダーを点検してください。',
  },
} as const;
