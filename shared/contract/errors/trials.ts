// Sentences about A/B trials: what limits what they can show, and why one cannot go on.
export const trialMessages = {
  'trials.not-found': {
    en: 'There is no trial {id}. Nothing was changed. Look for it in the list of trials.',
    ja: '試行{id}は見つかりません。何も変更していません。試行の一覧で確認してください。',
  },
  'trials.has-ended': {
    en: 'Trial {id} has ended. Its trainings and figures are kept. Start a new trial to compare again.',
    ja: '試行{id}は終了しています。学習結果と数値は残っています。もう一度比べるには、新しい試行を始めてください。',
  },
  'trials.not-timed': {
    en: 'Trial {id} has no figures yet: its methods are still being timed. Nothing was lost. Look again in a minute.',
    ja: '試行{id}は各手法の所要時間を測定中で、まだ数値がありません。失われたものはありません。1分ほど待ってから開いてください。',
  },
  'trials.not-compared': {
    en: 'Trial {id} has no finished pair of the chosen method and its baseline yet. What is trained is kept. Wait for the trial, or choose another method.',
    ja: '試行{id}では、選んだ手法と基準の手法の組がまだ完了していません。学習済みの結果は残っています。試行の完了を待つか、別の手法を選んでください。',
  },
  'trials.training-failed': {
    en: 'Training {run} of the trial could not be completed, and the trial is paused. Reason: {reason} What is trained is kept. Remove the cause, then resume the trial: it repeats this training.',
    ja: '試行の学習{run}を完了できなかったため、試行を一時停止しました。理由：{reason} 学習済みの結果は残っています。原因を取り除いてから試行を再開すると、この学習をやり直します。',
  },
  'trials.of-the-app': {
    en: 'Trial {id} belongs to a project of the app. Nothing was started. Resume it there, on the screen Trials.',
    ja: '試行{id}はアプリのプロジェクトのものです。何も実行していません。アプリの「試行」画面で再開してください。',
  },
  'trials.nothing-to-resume': {
    en: 'There is no unfinished trial in {workspace}. Nothing was changed. Start one (narashi trial <folder>).',
    ja: '{workspace} に未完了の試行はありません。何も変更していません。新しく始めてください（narashi trial <フォルダー>）。',
  },
  'trials.few-test-images': {
    en: 'Only {count} test images: a difference has to be large to be seen. The trial can start. Add images to see smaller differences.',
    ja: 'テスト画像が{count}枚と少ないため、大きな差しか見分けられません。試行は始められます。小さな差も見るには画像を追加してください。',
  },
  'trials.few-seeds': {
    en: 'Only {count} repetition(s): luck cannot be told from a gain. The trial can start, but will give no verdict with fewer than 3. Five or more are better.',
    ja: '繰り返しが{count}回と少ないため、偶然と効果を区別できません。試行は始められますが、3回未満では判定を出しません。5回以上をお勧めします。',
  },
} as const;
