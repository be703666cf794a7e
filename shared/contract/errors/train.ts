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
} as const;
