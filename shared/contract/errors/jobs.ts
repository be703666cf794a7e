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
  'jobs.crashed-again': {
    en: 'Training {id} broke off {times} times without getting further: {reason}. Its last checkpoint is kept. Close other programs to free memory, then resume it; if it happens again, choose a smaller network or image size.',
    ja: '学習{id}は進まないまま{times}回中断しました：{reason}。最後のチェックポイントは残っています。他のプログラムを閉じてメモリを空け、再開してください。繰り返す場合は、小さいネットワークか小さい画像サイズを選んでください。',
  },
  'jobs.taken-up': {
    en: '{count} training run(s) had been interrupted and go on from their last checkpoint. Everything recorded before is kept; nothing needs to be done.',
    ja: '中断していた学習{count}件を、最後のチェックポイントから再開しました。それまでの記録は残っています。操作は不要です。',
  },
  'jobs.not-in-queue': {
    en: 'Training {id} is not in the queue any more (its state is {status}). Nothing was changed. Look for it in the history.',
    ja: '学習{id}はもう待ち行列にありません（状態：{status}）。何も変更していません。履歴で確認してください。',
  },
  'jobs.no-node': {
    en: 'The program that computes in the background was not found: {places}. Nothing was changed. Install Narashi again.',
    ja: 'バックグラウンドで計算するプログラムが見つかりません：{places}。何も変更していません。Narashiをインストールし直してください。',
  },
} as const;
