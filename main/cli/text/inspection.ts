// Words of a line under inspection on the command line.
export const inspectionTexts = {
  'place.line': { en: 'line', ja: 'ライン' },
  'inspect.help': {
    en: 'inspect a line: images from a folder or by HTTP, verdicts to the line; until stopped',
    ja: 'ラインの検査：フォルダーやHTTPの画像を判定し、結果をラインに渡す（停止するまで）',
  },
  'inspect.line': {
    en: 'folder of the line: its settings, models and results',
    ja: 'ラインのフォルダー（設定・モデル・結果）',
  },
  'inspect.init': { en: 'make the folder with settings to begin with', ja: '初期設定のフォルダーを作る' },
  'inspect.name': { en: 'name of the line (with --init)', ja: 'ラインの名前（--init とともに）' },
  'inspect.watch': { en: 'folder to watch for images (with --init)', ja: '監視する画像フォルダー（--init とともに）' },
  'inspect.port': { en: 'HTTP port (with --init; default: 8780)', ja: 'HTTPのポート（--init とともに、既定：8780）' },
  'inspect.takt': {
    en: 'milliseconds per part of the line (with --init)',
    ja: 'タクトタイム（ミリ秒、--init とともに）',
  },
  'inspect.package': { en: 'take this package into use', ja: 'このパッケージを使う' },
  'inspect.key': {
    en: 'trust packages of this site from now on (its public key)',
    ja: 'この拠点（公開鍵）のパッケージを今後信頼する',
  },
  'inspect.rollback': { en: 'go back to the former model', ja: '以前のモデルに戻す' },
  'inspect.replay': { en: 'judge the images of a folder once, and end', ja: 'フォルダーの画像を1回判定して終わる' },
  'inspect.stdin': {
    en: 'judge image paths from standard input, one JSON line each, and end',
    ja: '標準入力の画像パスを判定し、1件1行のJSONで返して終わる',
  },
  'inspect.attached': {
    en: 'stop in order when standard input closes: for a program that starts it',
    ja: '標準入力が閉じたら正常に停止する（別のプログラムから起動する場合）',
  },
  'inspect.verbose': { en: 'print a line for each part', ja: '部品ごとに1行表示する' },
  'inspect.default-name': { en: 'Line 1', ja: 'ライン1' },
  'inspect.made': {
    en: 'The line was made: {path}\nImages go to {watch}, or by HTTP to port {port}. Next: narashi inspect <line> --package parts.zip --key site.pub.json',
    ja: 'ラインを作りました：{path}\n画像は {watch} に入れるか、HTTPのポート{port}に送ります。次：narashi inspect <ライン> --package parts.zip --key site.pub.json',
  },
  'inspect.running': {
    en: 'Inspecting with {model}. Ctrl-C stops; no part is lost.',
    ja: '{model} で検査中。Ctrl-Cで停止（部品は失われません）。',
  },
  'inspect.listening': { en: 'HTTP: port {port}', ja: 'HTTP：ポート{port}' },
  'inspect.outcome-OK': { en: 'OK', ja: 'OK' },
  'inspect.outcome-NG': { en: 'NG', ja: 'NG' },
  'inspect.outcome-review': { en: 'review', ja: '怪しい' },
  'inspect.outcome-error': { en: 'error', ja: 'エラー' },
  'inspect.summary': {
    en: 'OK {ok} · NG {ng} · to a person {review} · errors {error} · {p50} ms, 95 % within {p95} ms (takt {takt} ms)',
    ja: 'OK {ok}・NG {ng}・怪しい {review}・エラー {error}・{p50} ms、95%は{p95} ms以内（タクト{takt} ms）',
  },
  'inspect.untold': {
    en: 'Cannot be told at present: {name} ({reason})',
    ja: '現在届けられない相手：{name}（{reason}）',
  },
} as const;
