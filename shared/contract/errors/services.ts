// Sentences about the workspace and the main jobs.
export const serviceMessages = {
  'services.workspace-not-writable': {
    en: 'The workspace {path} cannot be used: {reason}. Nothing was changed. Choose a folder you may write to (--workspace or NARASHI_HOME).',
    ja: '作業フォルダー {path} を使用できません：{reason}。何も変更していません。書き込めるフォルダーを指定してください（--workspace または NARASHI_HOME）。',
  },
  'services.unknown-class': {
    en: 'There is no class "{name}"; the classes are {classes}. Nothing was changed. Name OK classes exactly as their folders.',
    ja: 'クラス「{name}」はありません（クラス：{classes}）。何も変更していません。OKクラスはフォルダー名のとおりに指定してください。',
  },
  'services.no-test-images': {
    en: 'There are no test images to prove the exported model on. The trained model is kept. Import more images per class (at least two) and train again.',
    ja: '書き出したモデルを確認するための評価画像がありません。学習済みモデルは保持しています。クラスごとに2枚以上の画像を取り込んで学習し直してください。',
  },
  'services.nothing-to-resume': {
    en: 'Run {id} has no checkpoint to resume from. Nothing was changed. Start a new training.',
    ja: '学習{id}には再開できるチェックポイントがありません。何も変更していません。新しく学習を始めてください。',
  },
  'services.not-trained': {
    en: 'Run {id} has not finished training (its state is {status}). Nothing was changed. Resume it first: narashi resume {id}.',
    ja: '学習{id}は完了していません（状態：{status}）。何も変更していません。先に再開してください：narashi resume {id}。',
  },
  'services.images-changed': {
    en: '{count} image(s) of this data set are no longer in the pixel cache, for example {path}. Nothing was changed. Import the folder again and retry.',
    ja: 'このデータセットの画像{count}枚がキャッシュにありません（例：{path}）。何も変更していません。フォルダーをもう一度取り込んでからお試しください。',
  },
} as const;
