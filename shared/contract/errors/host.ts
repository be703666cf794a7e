// Sentences about the program around the window: starting, files coming in and going out, who may connect.
export const hostMessages = {
  'host.starting': {
    en: 'Narashi is just starting. Nothing was changed. Wait a moment and try again.',
    ja: 'Narashiを起動中です。何も変更していません。少し待ってからもう一度お試しください。',
  },
  'host.not-found': {
    en: 'There is nothing at this address. Nothing was changed. Go back to the start page.',
    ja: 'このアドレスには何もありません。何も変更していません。最初のページに戻ってください。',
  },
  'host.in-use': {
    en: 'The workspace {path} is already open in another Narashi: {where}. Nothing was changed. Go on there, or close it first.',
    ja: '作業フォルダー {path} は別のNarashiで開いています：{where}。何も変更していません。そちらで続けるか、終了してから開き直してください。',
  },
  'host.port-in-use': {
    en: 'Port {port} cannot be used: {reason}. Nothing was started. Leave out --port, or name another one.',
    ja: 'ポート{port}を使用できません：{reason}。何も起動していません。--port を省くか、別の番号を指定してください。',
  },
  'host.page-missing': {
    en: 'The files of the window are missing: {reason}. Your data is not affected. Run "npm ci" in the folder of Narashi, then start it again.',
    ja: '画面のファイルがありません：{reason}。データに影響はありません。Narashiのフォルダーで「npm ci」を実行し、起動し直してください。',
  },
  'host.unknown-option': {
    en: 'The start command does not understand this: {reason}. Nothing was started. Options: --browser, --electron, --workspace <folder>, --port <number>, --no-open, --lang ja|en.',
    ja: '起動コマンドを読み取れません：{reason}。何も起動していません。指定できるもの：--browser、--electron、--workspace <フォルダー>、--port <番号>、--no-open、--lang ja|en。',
  },
  'host.link-used': {
    en: 'This link has been used already, and each works only once. Nothing was opened. Run "npm start" once more: it opens a new link to the running Narashi.',
    ja: 'このリンクは使用済みです（リンクは1回だけ有効です）。何も開いていません。もう一度「npm start」を実行すると、動作中のNarashiへの新しいリンクが開きます。',
  },
  'host.link-missing': {
    en: 'This browser has not been let in yet. Nothing was opened. Use the link that Narashi printed when it started, or run "npm start" once more for a new one.',
    ja: 'このブラウザーはまだ許可されていません。何も開いていません。起動時に表示されたリンクを使うか、もう一度「npm start」を実行して新しいリンクを開いてください。',
  },
  'host.foreign-request': {
    en: 'This request did not come from a Narashi window on this PC and was refused. Nothing was read or changed. Open Narashi by its own link.',
    ja: 'このPCのNarashi画面からの要求ではないため、拒否しました。何も読み取らず、何も変更していません。Narashiが表示したリンクから開いてください。',
  },
  'host.upload-unknown': {
    en: 'This upload is not known any more. Nothing was imported. Choose the files again.',
    ja: 'この送信は無効になりました。何も取り込んでいません。ファイルをもう一度選んでください。',
  },
  'host.upload-name': {
    en: 'A file with the name "{name}" cannot be taken over. Nothing was imported. Rename it and choose the files again.',
    ja: '「{name}」という名前のファイルは受け取れません。何も取り込んでいません。名前を変えてから、もう一度選んでください。',
  },
  'host.upload-too-large': {
    en: 'Too much was chosen at once (at most {files} files and {gigabytes} GB). Nothing was imported. Import it in smaller parts.',
    ja: '一度に選んだ量が多すぎます（{files}ファイル、{gigabytes} GBまで）。何も取り込んでいません。いくつかに分けて取り込んでください。',
  },
  'host.too-many-uploads': {
    en: 'Too many uploads are under way. Nothing of this one was imported. Wait for the others to finish, then choose the files again.',
    ja: '送信中のものが多すぎます。今回の分は何も取り込んでいません。ほかの送信が終わってから、もう一度選んでください。',
  },
  'host.upload-not-written': {
    en: 'The file "{name}" could not be kept: {reason}. Nothing was imported. Check the free space of the workspace and choose the files again.',
    ja: 'ファイル「{name}」を保存できませんでした：{reason}。何も取り込んでいません。作業フォルダーの空き容量を確認し、もう一度選んでください。',
  },
  'host.download-gone': {
    en: 'This file is not kept for download any more. Nothing was changed. Make it again.',
    ja: 'このファイルはダウンロード用に保管されていません。何も変更していません。もう一度作成してください。',
  },
} as const;
