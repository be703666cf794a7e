// Words of models, gates, golden sets and the audit log on the command line.
export const registryTexts = {
  'place.project': { en: 'project', ja: 'プロジェクト' },
  'place.person': { en: 'name', ja: '名前' },
  'place.text': { en: 'text', ja: '文' },
  'place.path': { en: 'path', ja: 'パス' },
  'place.kind': { en: 'kind', ja: '種類' },
  'place.head': { en: 'count:hash', ja: '件数:ハッシュ' },
  'expected.project': {
    en: 'the number or the whole name of a project, as “narashi models” lists them',
    ja: 'プロジェクトの番号、または名前全体（「narashi models」の一覧のとおり）',
  },
  'expected.head': {
    en: 'count:hash, as “narashi audit verify” shows it',
    ja: '「narashi audit verify」が示す 件数:ハッシュ',
  },
  'expected.gate': {
    en: 'name=value with a value that fits, or off; names: {names}',
    ja: '名前=値（値は範囲内、または off）。名前：{names}',
  },

  'models.help': {
    en: 'stages of the models of a project: gates, approval, rollback',
    ja: 'プロジェクトのモデルの段階：合格条件、承認、以前のモデルへの復帰',
  },
  'models.list': {
    en: 'every finished run of the projects with its stage (default); runs from the command line belong to none',
    ja: 'プロジェクトの学習済みモデルと段階の一覧（既定）。コマンドラインの学習は含まれません',
  },
  'models.project': { en: 'number or name of the project', ja: 'プロジェクトの番号または名前' },
  'models.promote': { en: 'move a model to another stage', ja: 'モデルを別の段階に進める・戻す' },
  'models.to': { en: 'the stage it goes to', ja: '進める先の段階' },
  'models.approver-option': {
    en: 'who decides; needed to approve, retire and roll back',
    ja: '決める人の名前（承認・廃止・復帰に必要）',
  },
  'models.reason': { en: 'why; needed to approve, retire and roll back', ja: '理由（承認・廃止・復帰に必要）' },
  'models.override': {
    en: 'approve although gates are not passed, for this reason of its own; the audit log says so',
    ja: '合格条件を満たさないまま承認する理由（特例として監査記録に残ります）',
  },
  'models.rollback': {
    en: 'put the model that was live before back on the line, at once',
    ja: '以前使用していたモデルにすぐ戻す',
  },
  'models.gates': {
    en: 'what keeps a model from being approved; exit code 1 where anything does',
    ja: 'モデルが合格条件を満たすかを示す。満たさないものがあれば終了コード1',
  },
  'models.run': { en: 'run', ja: '学習' },
  'models.stage': { en: 'stage', ja: '段階' },
  'models.line': { en: 'line', ja: 'ライン' },
  'models.live': { en: 'live', ja: '使用中' },
  'models.network': { en: 'network', ja: 'ネット' },
  'models.method': { en: 'method', ja: '手法' },
  'models.accuracy': { en: 'accuracy', ja: '正解率' },
  'models.escape': { en: 'escape', ja: '見逃し' },
  'models.overkill': { en: 'overkill', ja: '過検出' },
  'models.approver': { en: 'decided by', ja: '決めた人' },
  'models.of': { en: 'Project {project}: {name}', ja: 'プロジェクト{project}：{name}' },
  'models.none': { en: '  No finished run yet.', ja: '  終わった学習はまだありません。' },
  'models.no-project': {
    en: 'There is no project yet. Models are kept by project; runs from the command line belong to none.',
    ja: 'プロジェクトがまだありません。モデルはプロジェクトごとに管理します。コマンドラインの学習は含まれません。',
  },
  'models.altered': {
    en: 'Caution: the exported file of the live model (run {run}) is not the one that was approved.',
    ja: '注意：使用中のモデル（学習{run}）の書き出しファイルが、承認されたものと異なります。',
  },
  'models.moved': { en: 'The model of run {run} is now: {stage}.', ja: '学習{run}のモデルの段階：{stage}' },
  'models.now-live': {
    en: 'The model of run {run} is now: {stage}. It is live.',
    ja: '学習{run}のモデルの段階：{stage}。使用中になりました。',
  },
  'models.rolled-back': {
    en: 'The model of run {run} is live again.',
    ja: '学習{run}のモデルを再び使用中にしました。',
  },

  'gates.gate': { en: 'gate', ja: '合格条件' },
  'gates.status': { en: 'result', ja: '結果' },
  'gates.limit': { en: 'limit', ja: '基準' },
  'gates.figure': { en: 'measured', ja: '測定値' },
  'gates.met': {
    en: 'The model of run {run} passes all its gates.',
    ja: '学習{run}のモデルは、すべての合格条件を満たしています。',
  },
  'gates.unmet': {
    en: 'Not passed: {count}. A gate that was not measured has not passed.',
    ja: '満たしていない条件：{count}件。未測定の条件は満たしていない扱いです。',
  },
  'gates.settings': {
    en: 'show or change the gates of a project; every change stays in the audit log',
    ja: 'プロジェクトの合格条件を表示・変更する（変更はすべて監査記録に残ります）',
  },
  'gates.set': {
    en: 'one setting, such as maximumEscape=0.05; off takes the gate away',
    ja: '条件の設定（例：maximumEscape=0.05）。off で外す',
  },
  'gates.reason': { en: 'why the gates are changed', ja: '合格条件を変える理由' },
  'gates.minimumBalancedAccuracy': {
    en: 'lower end of the 95 % interval of the balanced accuracy, at least',
    ja: 'クラス平均正解率の95%信頼区間の下端がこれ以上',
  },
  'gates.maximumEscape': { en: 'escape, at most', ja: '見逃し率がこれ以下' },
  'gates.maximumOverkill': { en: 'overkill, at most', ja: '過検出率がこれ以下' },
  'gates.judgedBy': {
    en: 'escape and overkill by bound (what the test still allows, 95 %) or by estimate (what was found)',
    ja: '見逃し・過検出の見方：bound（評価画像からありうる最大値、95%）または estimate（見つかった割合）',
  },
  'gates.maximumRegressions': {
    en: 'golden images judged rightly by the live model and wrongly by this one, at most',
    ja: '使用中のモデルは正しく、このモデルは誤る限度見本の枚数がこれ以下',
  },
  'gates.minimumRobustness': { en: 'robustness score, at least', ja: '堅牢性スコアがこれ以上' },
  'gates.maximumTaktShare': {
    en: 'share of the takt that judging may take (p95)',
    ja: '判定時間（p95）がタクトタイムのこの割合以下',
  },
  'gates.maximumDisagreements': {
    en: 'images that the package judges otherwise than the app, at most',
    ja: 'パッケージの判定がアプリと異なる枚数がこれ以下',
  },

  'golden.help': {
    en: 'the golden set of a project: images whose judgement is certain, in versions',
    ja: 'プロジェクトの限度見本：判定の決まった画像を版として管理する',
  },
  'golden.list': { en: 'all versions, newest first', ja: 'すべての版（新しい順）' },
  'golden.show': { en: 'the images of a version', ja: '版に含まれる画像' },
  'golden.version-option': { en: 'number of the version (default: the newest)', ja: '版の番号（既定：最新）' },
  'golden.make': {
    en: 'keep images of the project as the next version',
    ja: 'プロジェクトの画像を次の版として保存する',
  },
  'golden.name-option': { en: 'what the version is called', ja: '版の名前' },
  'golden.reason-option': { en: 'why there is a new version', ja: '新しい版を作る理由' },
  'golden.image-option': {
    en: 'image to be judged as its class says; repeat for several',
    ja: 'ラベルどおりに判定すべき画像。複数ある場合は繰り返す',
  },
  'golden.limit-ok-option': {
    en: 'limit sample that just passes; repeat for several',
    ja: 'ぎりぎりOKの限度見本。複数ある場合は繰り返す',
  },
  'golden.limit-ng-option': {
    en: 'limit sample that just fails; repeat for several',
    ja: 'ぎりぎりNGの限度見本。複数ある場合は繰り返す',
  },
  'golden.judge': {
    en: 'judge the newest version with a run’s model, and with the live one where it has not',
    ja: '最新の版を学習のモデルで判定する（使用中のモデルが未判定ならそれも）',
  },
  'golden.live': { en: 'Judging  {done}/{total}', ja: '判定中  {done}/{total}' },
  'golden.none': { en: 'There is no golden set yet.', ja: '限度見本はまだありません。' },
  'golden.version': { en: 'version', ja: '版' },
  'golden.name': { en: 'name', ja: '名前' },
  'golden.images': { en: 'images', ja: '画像数' },
  'golden.made': { en: 'made', ja: '作成日時' },
  'golden.operator': { en: 'by', ja: '作成者' },
  'golden.reason': { en: 'reason', ja: '理由' },
  'golden.expected': { en: 'to be', ja: '正しい判定' },
  'golden.judged': { en: 'judged', ja: '判定' },
  'golden.mark': { en: 'mark', ja: '限度の印' },
  'golden.path': { en: 'image', ja: '画像' },
  'golden.was-made': {
    en: 'Version {version} of the golden set: {images} image(s).',
    ja: '限度見本 第{version}版：画像{images}枚',
  },
  'golden.title': {
    en: 'Run {run} on version {version} of the golden set ({images} images):',
    ja: '学習{run}による限度見本 第{version}版（画像{images}枚）の判定：',
  },
  'golden.figures': {
    en: '  escapes {escapes}, overkills {overkills}, to a person {reviews}; worse than the live model {regressions}',
    ja: '  見逃し{escapes}、過検出{overkills}、人が確認{reviews}、使用中モデルからの後退{regressions}',
  },
  'golden.trained-on': {
    en: '  Caution: {count} of these images were learned from, so that judging them rightly proves little.',
    ja: '  注意：このうち{count}枚は学習に使われたため、正しく判定しても証明にはなりません。',
  },

  'audit.help': {
    en: 'the audit log: who decided what about a model, when and why; checked and listed',
    ja: '監査記録：モデルについて誰が・いつ・何を・なぜ決めたか。検証と一覧',
  },
  'audit.verify': {
    en: 'recompute the whole log (default); exit code 1 where anything in it was changed',
    ja: '記録全体を再計算して検証する（既定）。改ざんがあれば終了コード1',
  },
  'audit.head': {
    en: 'an earlier end of the log, as noted elsewhere: proves that all before it is as it was then',
    ja: '以前に書き留めた記録の末尾。そこまでが当時のままであることを確かめる',
  },
  'audit.list': { en: 'every entry, oldest first', ja: 'すべての記録（古い順）' },
  'audit.kind': {
    en: 'only entries of this kind, such as model.approved',
    ja: 'この種類の記録だけ（例：model.approved）',
  },
  'audit.limit': { en: 'only so many of the newest entries', ja: '新しい方からこの件数だけ' },
  'audit.continue': {
    en: 'go on although the head file does not fit; the reason and what was found stay in the log',
    ja: '控え（audit.head）が一致しないまま記録を続ける（理由と状況が記録に残ります）',
  },
  'audit.reason': {
    en: 'why, such as: moved to another PC without audit.head',
    ja: '理由（例：audit.headなしで別のPCに移した）',
  },
  'audit.fits': {
    en: 'The audit log is whole: {entries} entries, each as it was written.\n  end of the log  {head}\nNote this line elsewhere: it proves later that nothing before it was changed (--head).',
    ja: '監査記録は正常です：{entries}件すべてが書かれたときのままです。\n  末尾  {head}\nこの行を別の場所に控えておくと、後で --head により、ここまでが変わっていないことを確かめられます。',
  },
  'audit.broken': {
    en: 'Nothing was changed. Keep the workspace as it is, find out who had access to it, and compare with a backup.',
    ja: '何も変更していません。作業フォルダーをそのまま保存し、誰が触れたかを調べ、バックアップと比べてください。',
  },
  'audit.head-unknown': {
    en: 'The log is whole in itself, but the end that was noted is not in it: it was rewritten, or a backup was restored.',
    ja: '記録は内部では整合していますが、控えた末尾が含まれていません。記録が書き直されたか、バックアップが復元されています。',
  },
  'audit.gaps': { en: 'The log goes on from another end here:', ja: '別の末尾から続けた箇所：' },
  'audit.gap': {
    en: 'entry {sequence}, {at}, {operator}: {what} {data}',
    ja: '記録{sequence}（{at}、{operator}）：{what} {data}',
  },
  'audit.continued': { en: 'The audit log goes on.', ja: '監査記録を続けます。' },
  'audit.none': { en: 'There is no entry yet.', ja: '記録はまだありません。' },
  'audit.number': { en: 'no.', ja: '番号' },
  'audit.at': { en: 'when', ja: '日時' },
  'audit.operator': { en: 'who', ja: '担当者' },
  'audit.what': { en: 'what', ja: '内容' },
  'audit.about': { en: 'about', ja: '対象' },
  'audit.data': { en: 'data', ja: '詳細' },
} as const;
