// Sentences about training runs.
export const trainMessages = {
  'train.checkpoint-not-written': {
    en: 'The checkpoint {path} could not be written: {reason}. The previous checkpoint was kept. Free disk space or choose another folder, then resume.',
    ja: 'チェックポイント {path} を書き込めませんでした：{reason}。前回のチェックポイントは残っています。ディスクの空きを増やすか別のフォルダーを選び、再開してください。',
  },
  'train.checkpoint-unreadable': {
    en: 'The checkpoint {path} cannot be read: {reason}. Nothing was changed. Start the training again or resume from another checkpoint.',
    ja: 'チェックポイント {path} を読み取れません：{reason}。何も変更していません。学習をやり直すか、別のチェックポイントから再開してください。',
  },
  'train.checkpoint-mismatch': {
    en: 'The checkpoint belongs to another training: {reason}. Nothing was changed. Resume it with the settings it was started with.',
    ja: 'このチェックポイントは別の学習のものです：{reason}。何も変更していません。開始時と同じ設定で再開してください。',
  },
  'train.diverged': {
    en: 'The training became numerically unstable: {count} steps in a row gave no usable numbers. The weights before them were kept in the last checkpoint. Lower the learning rate (now {learningRate}) or rho (now {rho}) and start again.',
    ja: '学習が数値的に不安定になりました。{count}ステップ続けて有効な値が得られませんでした。直前の重みは最後のチェックポイントに残っています。学習率（現在{learningRate}）またはrho（現在{rho}）を下げてやり直してください。',
  },
  'train.backbone-missing': {
    en: 'The backbone "{name}" this training starts from is no longer there ({path}). Earlier results and exported models were kept. Add its file again, then continue.',
    ja: 'この学習の元になるバックボーン「{name}」がありません（{path}）。これまでの結果と書き出したモデルは残っています。元のファイルをもう一度追加してから続けてください。',
  },
  'train.backbone-altered': {
    en: 'The file of the backbone "{name}" ({path}) is not the one that was added: its contents have changed. Nothing was trained with it. Remove the backbone and add its original file again.',
    ja: 'バックボーン「{name}」のファイル（{path}）は追加したときと内容が違います。このファイルでは学習していません。バックボーンを削除し、元のファイルをもう一度追加してください。',
  },
  'train.head-only': {
    en: 'Of the backbone "{name}" only a new last layer can be trained: it has operators without a gradient ({list}). Nothing was started. Choose "head" as what is trained.',
    ja: 'バックボーン「{name}」で学習できるのは新しい最終層だけです（勾配のない演算があります：{list}）。何も始めていません。学習する範囲を「最終層だけ」にしてください。',
  },
  'train.stages': {
    en: 'The backbone "{name}" has {stages} stage(s), fewer than the {given} to be trained. Nothing was started. Choose at most {stages}, or train all of it.',
    ja: 'バックボーン「{name}」の段は{stages}段で、指定された{given}段より少なくなっています。何も始めていません。{stages}段以下にするか、全体を学習してください。',
  },
  'train.part-of-preset': {
    en: 'A preset network starts from random weights; a part of it that is not trained would stay useless. Nothing was started. Train all of it, or choose a backbone.',
    ja: 'プリセットのネットワークは乱数の重みから始まるため、学習しない部分は役に立ちません。何も始めていません。全体を学習するか、バックボーンを選んでください。',
  },
} as const;
