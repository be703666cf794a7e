// Sentences about the workspace and the main jobs.
export const serviceMessages = {
  'services.not-granted': {
    en: 'This file or folder was not chosen in this window. Nothing was read or written. Choose it again.',
    ja: 'このファイルまたはフォルダーは、この画面で選ばれたものではありません。読み書きはしていません。もう一度選んでください。',
  },
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
  'services.model-missing': {
    en: 'The model file {path} cannot be opened: {reason}. Nothing was changed. Check the name, and that you may read the file.',
    ja: 'モデルファイル {path} を開けません：{reason}。何も変更していません。ファイル名と読み取り権限を確認してください。',
  },
  'services.class-not-in-model': {
    en: 'The folder "{folder}" has classes that the model does not know: {names} (the model judges {classes}). Nothing was evaluated. Rename or remove these folders, or train a model with these classes.',
    ja: 'フォルダー「{folder}」に、モデルにないクラスがあります：{names}（モデルのクラス：{classes}）。評価は行っていません。フォルダー名を直すか取り除いてください。またはこのクラスを含めて学習し直してください。',
  },
  'services.nothing-to-export': {
    en: 'Run {id} has neither its exported model nor its checkpoint any more. Nothing was changed. Train again; narashi runs show {id} prints the command that repeats it.',
    ja: '学習{id}の書き出し済みモデルもチェックポイントも残っていません。何も変更していません。学習し直してください。同じ学習を行うコマンドは narashi runs show {id} で確認できます。',
  },
  'services.images-changed': {
    en: '{count} image(s) of this data set are no longer in the pixel cache, for example {path}. Nothing was changed. Import the folder again and retry.',
    ja: 'このデータセットの画像{count}枚がキャッシュにありません（例：{path}）。何も変更していません。フォルダーをもう一度取り込んでからお試しください。',
  },
} as const;
