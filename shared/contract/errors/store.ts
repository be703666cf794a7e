// Sentences about the database of data sets, runs and costs.
export const storeMessages = {
  'store.corrupt': {
    en: 'The database {path} is damaged: {reason}. It was left exactly as it is. Keep a copy, put the newest backup in its place and start again.',
    ja: 'データベース{path}が壊れています：{reason}。ファイルには一切手を加えていません。コピーを保管し、最新のバックアップに置き換えてから起動し直してください。',
  },
  'store.foreign': {
    en: 'The file {path} is a database of another program. Nothing was changed. Choose another file or folder for Narashi.',
    ja: '{path}は別のソフトのデータベースです。何も変更していません。Narashi用に別のファイルまたはフォルダーを選んでください。',
  },
  'store.from-future': {
    en: 'The database {path} was written by a newer Narashi (format {found}; this one knows up to {supported}). Nothing was changed. Install the newer version, or open a backup made with this one.',
    ja: 'データベース{path}は新しいNarashiで作成されています（形式{found}、この版が扱えるのは{supported}まで）。何も変更していません。新しい版をインストールするか、この版で作成したバックアップを開いてください。',
  },
  'store.cannot-open': {
    en: 'The database {path} cannot be opened: {reason}. Nothing was changed. Check that the folder exists and that you may write there.',
    ja: 'データベース{path}を開けません：{reason}。何も変更していません。フォルダーがあること、書き込み権限があることを確認してください。',
  },
  'store.read-only': {
    en: 'The database {path} is read-only, so this was not saved. Everything saved before is kept. Allow writing to the file and its folder and try again.',
    ja: 'データベース{path}は読み取り専用のため、今回の内容は保存できませんでした。これまでの記録は残っています。ファイルとフォルダーへの書き込みを許可してからもう一度お試しください。',
  },
  'store.disk-full': {
    en: 'The disk that holds {path} is full, so this was not saved. Everything saved before is kept. Free some space and try again.',
    ja: '{path}のあるディスクがいっぱいのため、今回の内容は保存できませんでした。これまでの記録は残っています。空き容量を増やしてからもう一度お試しください。',
  },
  'store.disk-error': {
    en: 'The disk reported an error at {path}: {reason}. This was not saved; everything saved before is kept. Check the disk and its cable, make a backup, and try again.',
    ja: '{path}の読み書き中にディスクのエラーが起きました：{reason}。今回の内容は保存できませんでしたが、これまでの記録は残っています。ディスクと接続を確認し、バックアップを取ってからもう一度お試しください。',
  },
  'store.busy': {
    en: 'Another Narashi is writing to {path} for longer than expected, so this was not saved. Everything saved before is kept. Wait for it to finish or close it, then try again.',
    ja: '別のNarashiが{path}に書き込み中のため、今回の内容は保存できませんでした。これまでの記録は残っています。完了を待つか終了させてから、もう一度お試しください。',
  },
  'store.backup-exists': {
    en: 'A file already exists at {path}. It was kept and no backup was made. Choose another name for the backup.',
    ja: '{path}には既にファイルがあります。そのファイルは残し、バックアップは作成していません。別の名前を指定してください。',
  },
  'store.invalid': {
    en: 'The {what} cannot be saved: {reason}. Nothing was written. Correct the value and try again.',
    ja: '保存できません（{what}）：{reason}。何も書き込んでいません。値を直してからもう一度お試しください。',
  },
  'store.unreadable-row': {
    en: 'A record in the database is not readable: {reason}. Nothing was changed. Check the database and restore a backup if the check fails.',
    ja: 'データベースの記録を読み取れません：{reason}。何も変更していません。データベースを検査し、異常があればバックアップから戻してください。',
  },
  'store.dataset-exists': {
    en: 'A data set named "{name}" already exists. It was kept as it is. Choose another name or import into that one.',
    ja: '「{name}」というデータセットは既にあります。既存のデータセットはそのままです。別の名前にするか、そのデータセットに取り込んでください。',
  },
  'store.dataset-not-found': {
    en: 'There is no data set {id}. Nothing was changed. Look at the list of data sets and choose one of those.',
    ja: 'データセット{id}は見つかりません。何も変更していません。データセットの一覧から選び直してください。',
  },
  'store.snapshot-not-found': {
    en: 'There is no snapshot {id}. Nothing was changed. Import the data set again or choose another snapshot.',
    ja: 'スナップショット{id}は見つかりません。何も変更していません。データセットを取り込み直すか、別のスナップショットを選んでください。',
  },
  'store.run-not-found': {
    en: 'There is no run {id}. Nothing was changed. Look at the list of runs and choose one of those.',
    ja: '学習{id}は見つかりません。何も変更していません。学習の一覧から選び直してください。',
  },
  'store.evaluation-not-found': {
    en: 'There is no evaluation {id}. Nothing was changed. Evaluate the run again or choose another evaluation.',
    ja: '評価{id}は見つかりません。何も変更していません。学習を評価し直すか、別の評価を選んでください。',
  },
  'store.run-status': {
    en: 'Run {id} is {from} and cannot become {to}. Nothing was changed. Look at the list of runs and choose again.',
    ja: '学習{id}は{from}のため、{to}にはできません。何も変更していません。学習の一覧を確認して選び直してください。',
  },
  'store.duplicate-path': {
    en: 'The image {path} is listed twice. Nothing of this import was kept. Remove one of the two and import again.',
    ja: '画像{path}が2回指定されています。今回の取り込みは保存していません。片方を除いてから取り込み直してください。',
  },
  'store.unknown-class': {
    en: 'The image {path} has the class "{className}", which is not among the classes of this data set. Nothing of this import was kept. Add the class or correct the label, and import again.',
    ja: '画像{path}のクラス「{className}」は、このデータセットのクラスにありません。今回の取り込みは保存していません。クラスを追加するかラベルを直してから取り込み直してください。',
  },
} as const;
