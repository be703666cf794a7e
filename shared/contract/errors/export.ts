// Sentences about exported models.
export const exportMessages = {
  'export.parity-failed': {
    en: 'The exported model does not judge as the trained one did: {disagreements} of {images} test images differ, largest probability difference {difference}. No file was written; the trained model is kept. Please report this; do not use another copy of this export.',
    ja: '書き出したモデルの判定が学習時と一致しません：評価画像{images}枚中{disagreements}枚が不一致、確率の差は最大{difference}。ファイルは書き出していません。学習済みモデルは保持しています。この内容をご連絡ください。',
  },
  'export.not-written': {
    en: 'The model could not be written to {path}: {reason}. The trained model is kept. Choose another folder or free disk space and export again.',
    ja: 'モデルを {path} に書き込めませんでした：{reason}。学習済みモデルは保持しています。別のフォルダーを選ぶかディスクの空きを増やして、もう一度書き出してください。',
  },
  'export.not-proved': {
    en: 'The exported model of training {id} is missing or was altered since it was checked. Nothing was saved. Open this page again to have it checked or made anew.',
    ja: '学習{id}の書き出し済みモデルがないか、確認後に変更されています。何も保存していません。この画面を開き直すと、確認または作り直しを行います。',
  },
  'export.not-ours': {
    en: 'The model {path} was not exported by Narashi: it carries no description of its classes and preprocessing. Nothing was changed. Export it again with narashi export.',
    ja: 'モデル {path} はNarashiで書き出したものではありません（クラスと前処理の情報がありません）。何も変更していません。narashi export で書き出し直してください。',
  },
} as const;
