// Sentences about the way of a model to the line: stages, gates, approval, rollback, golden sets.
export const registryMessages = {
  'registry.no-project': {
    en: 'Run {id} was made from the command line and belongs to no project, so it has no stage. Nothing was changed; its results and exported file stay. Import the images into a project and train there.',
    ja: '学習{id}はコマンドラインで行われ、プロジェクトに属していないため、段階を持ちません。何も変更しておらず、結果と書き出したファイルはそのままです。画像をプロジェクトに取り込み、そこで学習してください。',
  },
  'registry.not-allowed': {
    en: 'The model of run {id} cannot take this step from the stage it is in. Nothing was changed. Look at its stage, and take the step that leads on from there.',
    ja: '学習{id}のモデルは、今の段階からその段階には進めません。何も変更していません。今の段階を確認し、そこから進める段階を選んでください。',
  },
  'registry.already-live': {
    en: 'The model of run {id} is live already. Nothing was changed. Approve another model, or go on with this one.',
    ja: '学習{id}のモデルはすでに使用中です。何も変更していません。このまま使うか、別のモデルを承認してください。',
  },
  'registry.unsigned': {
    en: 'This step needs the name of the person who decides and a reason. Nothing was changed. Give both.',
    ja: 'この操作には、決める人の名前と理由が必要です。何も変更していません。両方を入力してください。',
  },
  'registry.gates-unmet': {
    en: 'The model of run {id} has not passed {count} of its gates. It keeps its stage, and the attempt is in the audit log. Look at its gates and do what is missing, or override the gates with a reason of its own.',
    ja: '学習{id}のモデルは、{count}個の合格条件を満たしていません。段階は変わらず、この試みは監査記録に残りました。合格条件を確かめて不足を補うか、理由を付けて特例として承認してください。',
  },
  'registry.nothing-former': {
    en: 'The project “{name}” has no earlier model to go back to. Nothing was changed. Approve another model, or retire the live one.',
    ja: 'プロジェクト「{name}」には、戻せる以前のモデルがありません。何も変更していません。別のモデルを承認するか、使用中のモデルを廃止してください。',
  },
  'registry.no-golden-set': {
    en: 'The project “{name}” has no golden set yet. Nothing was judged. Make one of images whose judgement is certain.',
    ja: 'プロジェクト「{name}」には限度見本がまだありません。判定はしていません。判定が確かな画像を選んで作ってください。',
  },
  'registry.golden-set-not-found': {
    en: 'There is no golden set {id}. Nothing was changed. Choose one from the list.',
    ja: '限度見本{id}はありません。何も変更していません。一覧から選んでください。',
  },
  'registry.golden-empty': {
    en: 'A golden set needs at least one image. Nothing was kept; the earlier version stays. Choose the images.',
    ja: '限度見本には少なくとも1枚の画像が必要です。何も保存しておらず、前の版はそのままです。画像を選んでください。',
  },
  'registry.golden-unlabelled': {
    en: 'The image {path} has neither a label nor a mark as limit sample, so nobody can tell how it is to be judged. Nothing was kept; the earlier version stays. Label it, or mark it as limit OK or limit NG.',
    ja: '画像{path}にはラベルも限度の印もないため、どう判定すべきか分かりません。何も保存しておらず、前の版はそのままです。ラベルを付けるか、限度OK・限度NGの印を付けてください。',
  },
  'registry.golden-not-in-project': {
    en: 'The project has no image {path}. Nothing was kept; the earlier version stays. Use paths as they are shown in the project.',
    ja: 'プロジェクトに画像{path}がありません。何も保存しておらず、前の版はそのままです。プロジェクトに表示されるとおりのパスを使ってください。',
  },
} as const;
