// Sentences about the command line itself: what was typed, and what was asked for.
export const cliMessages = {
  'cli.unknown-option': {
    en: 'There is no option {option}. Nothing was started. narashi {command} --help lists the options.',
    ja: 'オプション {option} はありません。何も実行していません。オプションの一覧は narashi {command} --help で確認できます。',
  },
  'cli.unknown-command': {
    en: 'There is no command "{command}". Nothing was started. narashi --help lists the commands.',
    ja: 'コマンド「{command}」はありません。何も実行していません。コマンドの一覧は narashi --help で確認できます。',
  },
  'cli.missing-argument': {
    en: '{name} is missing. Nothing was started. narashi {command} --help shows how the command is written.',
    ja: '{name} が指定されていません。何も実行していません。書き方は narashi {command} --help で確認できます。',
  },
  'cli.missing-value': {
    en: 'The option {option} needs a value. Nothing was started. narashi {command} --help shows how it is written.',
    ja: 'オプション {option} には値が必要です。何も実行していません。書き方は narashi {command} --help で確認できます。',
  },
  'cli.too-many-arguments': {
    en: 'Too much was given: {given}. Nothing was started. Put quotation marks around names with spaces; narashi {command} --help shows how the command is written.',
    ja: '指定が多すぎます：{given}。何も実行していません。空白を含む名前は引用符で囲んでください。書き方は narashi {command} --help で確認できます。',
  },
  'cli.invalid-value': {
    en: '{name} cannot be "{value}"; expected: {expected}. Nothing was started. Correct the value and try again.',
    ja: '{name} に「{value}」は指定できません（指定できる値：{expected}）。何も実行していません。値を直してからもう一度お試しください。',
  },
  'cli.unknown-setting': {
    en: 'There is no setting "{name}". Nothing was started. The settings are: {settings}.',
    ja: '設定「{name}」はありません。何も実行していません。設定の一覧：{settings}。',
  },
  'cli.nothing-to-resume': {
    en: 'No run was stopped or interrupted in the workspace {workspace}. Nothing was changed. narashi runs lists all runs.',
    ja: '作業フォルダー {workspace} に、中断した学習はありません。何も変更していません。学習の一覧は narashi runs で確認できます。',
  },
  'cli.not-evaluated': {
    en: 'Run {id} has no evaluation yet (its state is {status}). Nothing was changed. Finish it first: narashi resume {id}.',
    ja: '学習{id}にはまだ評価がありません（状態：{status}）。何も変更していません。先に完了させてください：narashi resume {id}。',
  },
  'cli.folder-needed': {
    en: 'To evaluate the model {model}, a folder of labelled images is needed. Nothing was started. Write: narashi eval {model} <folder>.',
    ja: 'モデル {model} の評価には、分類済みの画像フォルダーが必要です。何も実行していません。書き方：narashi eval {model} <フォルダー>。',
  },
  'cli.bench-missing': {
    en: 'The speed measurement is not part of this installation ({path} is missing). Nothing was changed. Use a complete copy of the source code.',
    ja: 'この環境には速度測定が含まれていません（{path} がありません）。何も変更していません。ソースコード一式でお試しください。',
  },
  'cli.output-not-writable': {
    en: 'The result cannot be written to {path}: {reason}. Nothing was started. Choose another place for --out.',
    ja: '結果を {path} に書き込めません：{reason}。何も実行していません。--out に別の場所を指定してください。',
  },
  'cli.input-unreadable': {
    en: 'The file {path} cannot be read: {reason}. Nothing was changed. Check the path and its rights.',
    ja: 'ファイル {path} を読めません：{reason}。何も変更していません。場所と権限を確認してください。',
  },
  'cli.no-opinions': {
    en: 'The file {path} has no two columns of judgements on the same images. Nothing was changed. Give the image in the first column and one inspector in each of the others, with their names in the first line.',
    ja: 'ファイル {path} に、同じ画像に対する2人分の判定の列がありません。何も変更していません。1列目に画像、2列目以降に検査員ごとの判定を入れ、1行目に名前を書いてください。',
  },
} as const;
