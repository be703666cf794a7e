// Sentences about running models on this PC.
export const engineMessages = {
  'engine.load-failed': {
    en: 'The compute engine could not load the model: {reason}. Nothing was changed. Try another network; if it happens again, report this text.',
    ja: '計算エンジンがモデルを読み込めませんでした：{reason}。何も変更していません。別のネットワークでお試しください。繰り返す場合はこの文をお知らせください。',
  },
  'engine.run-failed': {
    en: 'The compute engine stopped: {reason}. Everything up to the last checkpoint was kept. Close other programs to free memory and resume.',
    ja: '計算エンジンが停止しました：{reason}。最後のチェックポイントまでは保存されています。他のプログラムを閉じてメモリを空け、再開してください。',
  },
} as const;
