// Words of the History screen: all runs, and the log of decisions as sentences.
import type { Texts } from '../../shared/text/voice.ts';

export const historyTexts = {
  'history.title': { en: 'History', ja: '履歴' },
  'tabs.label': { en: 'Part of the history', ja: '履歴の内容' },
  'tabs.runs': { en: 'Trainings', ja: '学習' },
  'tabs.activity': { en: 'Activity log', ja: '操作の記録' },

  'search.runs': { en: 'Search trainings', ja: '学習を検索' },
  'search.runs-hint': {
    en: 'Project, method, network, note or number',
    ja: 'プロジェクト、方法、ネットワーク、メモ、番号',
  },
  'search.activity': { en: 'Search the log', ja: '記録を検索' },
  'search.activity-hint': { en: 'Project, name of the operator, file', ja: 'プロジェクト、担当者名、ファイル名' },
  'filter.project': { en: 'Project', ja: 'プロジェクト' },
  'filter.status': { en: 'State', ja: '状態' },
  'filter.all': { en: 'All', ja: 'すべて' },

  'runs.empty-title': { en: 'No training yet', ja: '学習の記録はまだありません' },
  'runs.empty-text': {
    en: 'Everything that is trained is listed here, for good.',
    ja: '行った学習は、すべてここに残ります。',
  },
  'runs.empty-action': { en: 'Go to the projects', ja: 'プロジェクトへ' },
  'runs.none-found': { en: 'No training fits the search.', ja: '条件に合う学習はありません。' },
  'runs.number': { en: 'Run', ja: '番号' },
  'runs.project': { en: 'Project', ja: 'プロジェクト' },
  'runs.status': { en: 'State', ja: '状態' },
  'runs.method': { en: 'Method', ja: '方法' },
  'runs.escape': { en: 'Escape', ja: '見逃し' },
  'runs.overkill': { en: 'Overkill', ja: '過検出' },
  'runs.accuracy': { en: 'Accuracy', ja: '正解率' },
  'runs.time': { en: 'Time, cost', ja: '時間・電気代' },
  'runs.created': { en: 'Started', ja: '開始' },
  'runs.actions': { en: 'Action', ja: '操作' },
  'runs.command-line': { en: 'command line', ja: 'コマンドライン' },
  'runs.results': { en: 'Results', ja: '結果' },
  'runs.resume': { en: 'Resume', ja: '再開' },
  'runs.resumed': { en: 'Run {run} is in the queue again.', ja: '学習{run}を実行待ちに戻しました。' },
  'runs.watch': { en: 'Watch', ja: '経過を見る' },
  'runs.more': { en: 'Show older ones', ja: '古い学習も表示' },

  'activity.empty-title': { en: 'Nothing has been done yet', ja: '操作の記録はまだありません' },
  'activity.empty-text': {
    en: 'Every import, label, training and export is noted here and never changed.',
    ja: '取り込み・ラベル・学習・書き出しなど、すべての操作がここに残り、書き換えられることはありません。',
  },
  'activity.none-found': { en: 'No entry fits the search.', ja: '条件に合う記録はありません。' },
  'activity.older': { en: 'Show older entries', ja: 'さらに古い記録を表示' },
  'activity.by': { en: 'by {operator}', ja: '担当：{operator}' },
  'activity.today': { en: 'Today', ja: '今日' },
  'activity.yesterday': { en: 'Yesterday', ja: '昨日' },

  // One sentence per kind of entry; its places are the entry's data.
  'entry.project.created': { en: 'Project “{name}” was created.', ja: 'プロジェクト「{name}」を作成しました。' },
  'entry.project.updated': {
    en: 'The settings of project “{name}” were changed.',
    ja: 'プロジェクト「{name}」の設定を変更しました。',
  },
  'entry.project.archived': {
    en: 'Project “{name}” was archived.',
    ja: 'プロジェクト「{name}」をアーカイブしました。',
  },
  'entry.project.unarchived': {
    en: 'Project “{name}” is back from the archive.',
    ja: 'プロジェクト「{name}」をアーカイブから戻しました。',
  },
  'entry.class.added': {
    en: 'Class “{name}” ({verdict}) was added.',
    ja: 'クラス「{name}」（{verdict}）を追加しました。',
  },
  'entry.class.updated': {
    en: 'Class “{before}” is now “{name}” ({verdict}).',
    ja: 'クラス「{before}」を「{name}」（{verdict}）に変更しました。',
  },
  'entry.class.removed': { en: 'Class “{name}” was removed.', ja: 'クラス「{name}」を削除しました。' },
  'entry.images.imported': {
    en: '{images} image(s) were imported from {source}.',
    ja: '{source} から画像{images}枚を取り込みました。',
  },
  'entry.images.labelled': {
    en: '{images} image(s) were labelled “{class}”.',
    ja: '画像{images}枚にクラス「{class}」を付けました。',
  },
  'entry.images.unlabelled': {
    en: 'The label of {images} image(s) was taken away.',
    ja: '画像{images}枚のクラスを外しました。',
  },
  'entry.images.removed': {
    en: '{images} image(s) were taken out of the project.',
    ja: '画像{images}枚をプロジェクトから外しました。',
  },
  'entry.images.undone.label': {
    en: 'Labelling of {images} image(s) was undone.',
    ja: '画像{images}枚のクラス付けを元に戻しました。',
  },
  'entry.images.undone.remove': {
    en: 'Removal of {images} image(s) was undone.',
    ja: '画像{images}枚の除外を元に戻しました。',
  },
  'entry.images.redone.label': {
    en: 'Labelling of {images} image(s) was done again.',
    ja: '画像{images}枚のクラス付けをやり直しました。',
  },
  'entry.images.redone.remove': {
    en: 'Removal of {images} image(s) was done again.',
    ja: '画像{images}枚の除外をやり直しました。',
  },
  'entry.snapshot.frozen': {
    en: 'The data was kept as version {snapshot} ({images} images).',
    ja: 'データを版{snapshot}として残しました（画像{images}枚）。',
  },
  'entry.run.queued': {
    en: 'Run {run} was queued: {preset}, {method}.',
    ja: '学習{run}を実行待ちに加えました（{preset}、{method}）。',
  },
  'entry.run.paused': { en: 'Run {run} was paused.', ja: '学習{run}を一時停止しました。' },
  'entry.run.resumed': { en: 'Run {run} was resumed.', ja: '学習{run}を再開しました。' },
  'entry.run.stopped': { en: 'Run {run} was stopped.', ja: '学習{run}を中止しました。' },
  'entry.run.done': { en: 'Run {run} is done.', ja: '学習{run}が完了しました。' },
  'entry.run.failed': { en: 'Run {run} failed: {message}', ja: '学習{run}が失敗しました：{message}' },
  'entry.run.interrupted': { en: 'Run {run} was interrupted.', ja: '学習{run}が中断されました。' },
  'entry.run.device-lost': {
    en: 'Run {run}: {device} failed; it goes on on the CPU from its last checkpoint ({message}).',
    ja: '学習{run}：{device}に問題が起きたため、最後のチェックポイントからCPUで続けます（{message}）。',
  },
  'entry.run.in-parts': {
    en: 'Run {run}: memory does not hold {batchSize} images at once; it goes on with {images} at a time.',
    ja: '学習{run}：{batchSize}枚を一度に計算するメモリーがないため、{images}枚ずつに分けて続けます。',
  },
  'entry.run.in-float32': {
    en: 'Run {run}: in mixed precision a step of this network differs by {percent} %; it goes on in float32.',
    ja: '学習{run}：このネットワークでは混合精度の1ステップの差が{percent}%になるため、float32で続けます。',
  },
  'entry.run.noted': { en: 'Note on run {run}: “{note}”', ja: '学習{run}にメモ：「{note}」' },
  'entry.run.note-cleared': { en: 'The note on run {run} was removed.', ja: '学習{run}のメモを消しました。' },
  'entry.model.verified': {
    en: 'The model of run {run} was checked on {images} images: {disagreements} disagreements.',
    ja: '学習{run}のモデルを画像{images}枚で確認しました：不一致{disagreements}枚。',
  },
  'entry.model.saved': {
    en: 'The model of run {run} was saved: {path}',
    ja: '学習{run}のモデルを保存しました：{path}',
  },
  'entry.key.made': {
    en: 'The signing key {key} of the site “{site}” was made.',
    ja: '拠点「{site}」の署名鍵 {key} を作りました。',
  },
  'entry.package.made': {
    en: 'A signed package of run {run} was made: {name}, forms of the model: {forms}.',
    ja: '学習{run}の署名つきパッケージを作りました：{name}（モデルの形式{forms}種）。',
  },
  'entry.package.saved': {
    en: 'The package of run {run} was saved: {path}',
    ja: '学習{run}のパッケージを保存しました：{path}',
  },
  'entry.backbone.added': { en: 'The backbone “{name}” was added.', ja: 'バックボーン「{name}」を追加しました。' },
  'entry.backbone.removed': { en: 'The backbone “{name}” was removed.', ja: 'バックボーン「{name}」を削除しました。' },
  'entry.line.settings': {
    en: 'The settings of the line “{line}” were saved.',
    ja: 'ライン「{line}」の設定を保存しました。',
  },
  'entry.line.started': { en: 'The inspection was started with {model}.', ja: '{model} で検査を開始しました。' },
  'entry.line.stopped': { en: 'The inspection was stopped.', ja: '検査を停止しました。' },
  'entry.line.ended': {
    en: 'The inspection ended by itself. {reason}',
    ja: '検査が自動的に終了しました。{reason}',
  },
  'entry.line.model': { en: 'The line judges with {model}.', ja: 'ラインのモデルを {model} に切り替えました。' },
  'entry.line.rolled-back': {
    en: 'The line went back to {model}.',
    ja: 'ラインのモデルを以前の {model} に戻しました。',
  },
  'entry.trial.started': { en: 'Trial {trial} “{name}” was started.', ja: '試行{trial}「{name}」を開始しました。' },
  'entry.trial.paused': { en: 'Trial {trial} “{name}” was paused.', ja: '試行{trial}「{name}」を一時停止しました。' },
  'entry.trial.resumed': { en: 'Trial {trial} “{name}” goes on.', ja: '試行{trial}「{name}」を再開しました。' },
  'entry.trial.stopped': { en: 'Trial {trial} “{name}” was stopped.', ja: '試行{trial}「{name}」を中止しました。' },
  'entry.trial.done': { en: 'Trial {trial} “{name}” is done.', ja: '試行{trial}「{name}」が完了しました。' },
  'entry.trial.failed': {
    en: 'Trial {trial} “{name}” could not go on: {message}',
    ja: '試行{trial}「{name}」を続けられませんでした：{message}',
  },
  'entry.economics.changed': {
    en: 'The inputs for cost and benefit were changed.',
    ja: '費用対効果の前提を変更しました。',
  },
  'entry.report.made': {
    en: 'Report {report} was made from trial {trial}.',
    ja: '試行{trial}から上申書{report}を作成しました。',
  },
  'entry.report.saved': { en: 'The report was saved: {path}', ja: '上申書を保存しました：{path}' },
  'entry.study.done': { en: '{study} is done.', ja: '{study}が完了しました。' },
  'entry.rule.set': {
    en: 'Rule for run {run}: OK below {okBelow} %, NG from {ngFrom} %.',
    ja: '学習{run}の判定基準：NGスコア{okBelow}%未満はOK、{ngFrom}%以上はNGにしました。',
  },
  'entry.rule.cleared': {
    en: 'Run {run} judges by the most probable class again.',
    ja: '学習{run}の判定を、最も確率の高いクラスに戻しました。',
  },
  'entry.labels.confirmed': {
    en: 'The labels of {images} image(s) were confirmed. {reason}',
    ja: '画像{images}枚のクラスを正しいと確認しました。{reason}',
  },
  'entry.labels.corrected': {
    en: 'The labels of {images} image(s) were corrected to “{class}”. {reason}',
    ja: '画像{images}枚のクラスを「{class}」に訂正しました。{reason}',
  },
  'entry.leaks.closed': {
    en: '{images} look-alike image(s) were put on one side of the split.',
    ja: '似た画像{images}枚を、学習用とテスト用の同じ側に揃えました。',
  },
  'study.robustness': { en: 'Shop-floor sweep', ja: '現場条件テスト' },
  'study.flatness': { en: 'Measurement of flatness', ja: '平坦さの測定' },
  'study.landscape': { en: 'Picture of the loss landscape', ja: '損失地形の作図' },
  'study.cross-validation': { en: 'Cross-validation', ja: '交差検証' },
  'study.likeness': { en: 'Comparison with the training images', ja: '学習画像との比較' },
  'entry.workspace.backed-up': {
    en: 'The workspace was backed up: {path}',
    ja: '作業フォルダーをバックアップしました：{path}',
  },
  'entry.workspace.restored': {
    en: 'The workspace was restored from {path}.',
    ja: '作業フォルダーを {path} から復元しました。',
  },
  'entry.settings.changed': {
    en: 'Setting changed: {setting} is now {value}.',
    ja: '設定を変更しました：{setting}を「{value}」に。',
  },
  'setting.language': { en: 'language', ja: '言語' },
  'setting.theme': { en: 'appearance', ja: '明るさ' },
  'setting.device': { en: 'device for training', ja: '学習に使う装置' },
  'setting.precision': { en: 'precision of trainings on a GPU', ja: 'GPUでの学習の精度' },
  'setting.operator': { en: 'name of the operator', ja: '担当者名' },
  'value.ja': { en: 'Japanese', ja: '日本語' },
  'value.en': { en: 'English', ja: '英語' },
  'value.system': { en: 'as this PC', ja: 'PCに合わせる' },
  'value.light': { en: 'light', ja: '明るい' },
  'value.dark': { en: 'dark', ja: '暗い' },
  'value.auto': { en: 'automatic', ja: '自動' },
  'value.mixed': { en: 'mixed', ja: '混合精度' },
  'value.empty': { en: 'empty', ja: '空欄' },
  'preset.fast': { en: 'Fast', ja: '速い' },
  'preset.standard': { en: 'Standard', ja: '標準' },
  'preset.accurate': { en: 'Accurate', ja: '高精度' },
} as const satisfies Texts;
