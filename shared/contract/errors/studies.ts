// Sentences about studies: measurements of finished trainings that wait, go on, or have ended.
export const studyMessages = {
  'studies.not-found': {
    en: 'There is no measurement {id}. Nothing was changed. Look for it in the results of its training.',
    ja: '測定{id}は見つかりません。何も変更していません。学習の結果の画面で確認してください。',
  },
  'studies.not-done': {
    en: 'Measurement {id} has no result (its state is {status}). Nothing was changed. Wait for its end, or start it again.',
    ja: '測定{id}にはまだ結果がありません（状態：{status}）。何も変更していません。終わるまで待つか、もう一度始めてください。',
  },
  'studies.has-ended': {
    en: 'Measurement {id} has ended already (its state is {status}). What it found is kept. Nothing needs to be done.',
    ja: '測定{id}はすでに終わっています（状態：{status}）。測定結果は残っています。操作は不要です。',
  },
  'studies.not-here': {
    en: 'Measurements of the kind “{kind}” cannot be made in this version. Nothing was changed. Look for a newer version of Narashi.',
    ja: 'この版では「{kind}」の測定はできません。何も変更していません。新しい版のNarashiを確認してください。',
  },
} as const;
