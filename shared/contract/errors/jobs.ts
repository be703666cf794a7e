// Sentences about long work in processes of its own: training, imports, checks.
export const jobMessages = {
  'jobs.hung': {
    en: 'The work ({kind}) gave no sign of life for {seconds} seconds and was ended. Everything saved before is kept. Start it again; if it happens again, restart the PC.',
    ja: '処理（{kind}）が{seconds}秒間応答しなかったため終了しました。それまでに保存した内容は残っています。もう一度始めてください。繰り返す場合はPCを再起動してください。',
  },
  'jobs.crashed': {
    en: 'The work ({kind}) broke off unexpectedly: {reason}. Everything saved before is kept. Start it again; if it happens again, send the files in the workspace\'s folder "logs" to your support.',
    ja: '処理（{kind}）が予期せず中断しました：{reason}。それまでに保存した内容は残っています。もう一度始めてください。繰り返す場合は、作業フォルダー内の「logs」フォルダーのファイルを担当窓口に送ってください。',
  },
  'jobs.stopped': {
    en: 'The work ({kind}) was stopped before its end. Everything saved before is kept. Start it again whenever you like.',
    ja: '処理（{kind}）を途中で停止しました。それまでに保存した内容は残っています。必要なときにもう一度始めてください。',
  },
  'jobs.no-node': {
    en: 'The program that computes in the background was not found: {places}. Nothing was changed. Install Narashi again.',
    ja: 'バックグラウンドで計算するプログラムが見つかりません：{places}。何も変更していません。Narashiをインストールし直してください。',
  },
} as const;
