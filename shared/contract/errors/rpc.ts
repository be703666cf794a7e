// Sentences about the connection between a window and the program behind it.
export const rpcMessages = {
  'rpc.disconnected': {
    en: 'The connection to the program was lost. What was saved is kept; whether the last action was carried out is not known. Wait a moment: the window reconnects by itself. If it does not, start Narashi again.',
    ja: 'プログラムとの接続が切れました。保存済みの内容は残っています。直前の操作が実行されたかどうかは分かりません。しばらくお待ちください。画面は自動でつなぎ直します。戻らない場合はNarashiを起動し直してください。',
  },
  'rpc.cancelled': {
    en: 'This was stopped before it was finished. What was saved before is kept. Start it again if you need it.',
    ja: '完了する前に中止しました。それまでに保存した内容は残っています。必要であればもう一度実行してください。',
  },
  'rpc.internal': {
    en: 'Something unexpected went wrong inside Narashi (number {id} in the log). What was saved is kept. Try again; if it happens again, start Narashi anew and report the number.',
    ja: 'Narashiの内部で予期しない問題が起きました（記録番号：{id}）。保存済みの内容は残っています。もう一度お試しください。繰り返す場合はNarashiを起動し直し、番号をお知らせください。',
  },
  'rpc.invalid-input': {
    en: 'The program refused the values given to {method}: {reason}. Nothing was changed. Correct the values; if you did not enter any, reload the window.',
    ja: '{method}に渡された値を受け付けられません：{reason}。何も変更していません。値を直してください。入力した覚えがない場合は画面を再読み込みしてください。',
  },
  'rpc.unknown-method': {
    en: 'The program does not know the action {method}. Nothing was changed. Reload the window: it may be older than the program.',
    ja: '操作{method}はこのプログラムにありません。何も変更していません。画面がプログラムより古い可能性があります。再読み込みしてください。',
  },
  'rpc.too-large': {
    en: 'Too much was sent at once (more than 8 MB). Nothing was changed. Do it in smaller parts.',
    ja: '一度に送る量が多すぎます（8 MBまで）。何も変更していません。いくつかに分けて実行してください。',
  },
  'rpc.busy': {
    en: 'Too many actions are under way at once. Nothing was changed by this one. Wait until some are finished and try again.',
    ja: '同時に実行中の操作が多すぎます。今回の操作では何も変更していません。完了を待ってからもう一度お試しください。',
  },
  'rpc.unexpected-answer': {
    en: 'The program answered {method} in a form this window does not know: {reason}. What was saved is kept. Reload the window.',
    ja: '{method}に対するプログラムの応答を、この画面では読み取れません：{reason}。保存済みの内容は残っています。画面を再読み込みしてください。',
  },
} as const;
