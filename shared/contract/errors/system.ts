// Sentences about the workspace as a whole: backup, restore, check, and what happened since the last start.
export const systemMessages = {
  'system.backup-not-written': {
    en: 'The backup {path} could not be written: {reason}. The workspace is unchanged and no half backup was left. Check the free space and try again, or choose another place.',
    ja: 'バックアップ {path} を書き込めませんでした：{reason}。作業フォルダーは変わっていません。書きかけのファイルも残していません。空き容量を確認するか、別の保存先を選んでもう一度お試しください。',
  },
  'system.not-a-backup': {
    en: 'This file is no backup of Narashi ({name}). Nothing was changed. Choose a ZIP file that Narashi made under Settings.',
    ja: 'このファイルはNarashiのバックアップではありません（{name}）。何も変更していません。設定画面で作成したZIPファイルを選んでください。',
  },
  'system.backup-damaged': {
    en: 'The backup is damaged at {file}: {reason}. The workspace is unchanged. Use another backup, or copy this one again from where it came from.',
    ja: 'バックアップが壊れています（{file}：{reason}）。作業フォルダーは変わっていません。別のバックアップを使うか、元の場所からコピーし直してください。',
  },
  'system.backup-from-future': {
    en: 'The backup was made by a newer Narashi (format {found}; this one knows up to {supported}). The workspace is unchanged. Install the newer version first.',
    ja: 'バックアップは新しいNarashiで作成されています（形式{found}、この版が扱えるのは{supported}まで）。作業フォルダーは変わっていません。先に新しい版をインストールしてください。',
  },
  'system.backup-not-unpacked': {
    en: 'The backup could not be unpacked: {reason}. The workspace is unchanged. Check the free space and try again.',
    ja: 'バックアップを展開できませんでした：{reason}。作業フォルダーは変わっていません。空き容量を確認してもう一度お試しください。',
  },
  'system.no-space': {
    en: 'The backup needs {needed} GB, but only {free} GB are free. The workspace is unchanged. Free some space and try again.',
    ja: 'バックアップの展開に{needed} GB必要ですが、空き容量は{free} GBです。作業フォルダーは変わっていません。空き容量を増やしてもう一度お試しください。',
  },
  'system.restore-under-way': {
    en: 'A backup is just being put into the workspace {path}. Nothing was changed by this start. Wait a moment and start again.',
    ja: '作業フォルダー {path} にバックアップを復元しているところです。今回の起動では何も変更していません。少し待ってから起動し直してください。',
  },
  'system.restored': {
    en: 'The workspace was replaced by the backup of {createdAt}. What was there before is kept in {kept}. Remove that folder once you no longer need it.',
    ja: '作業フォルダーを{createdAt}のバックアップに置き換えました。以前の内容は {kept} に残っています。不要になったらこのフォルダーを削除してください。',
  },
  'system.file-missing': {
    en: 'The file {path} is missing. Everything else is kept. Restore a backup, or import the images again.',
    ja: 'ファイル {path} がありません。ほかの内容は残っています。バックアップから復元するか、画像をもう一度取り込んでください。',
  },
  'system.file-altered': {
    en: 'The file {path} is not as it was stored. It was left as it is. Check the disk, then restore a backup or import the images again.',
    ja: 'ファイル {path} の内容が保存時と異なります。ファイルには手を加えていません。ディスクを点検し、バックアップから復元するか、画像をもう一度取り込んでください。',
  },
} as const;
