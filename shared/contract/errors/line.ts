// Sentences about a running inspection: its folder, its model, parts that were not judged.
export const lineMessages = {
  'line.settings': {
    en: 'The settings {path} cannot be used: {reason}. The inspection was not started; models and results are kept. Correct the file, or make a new one with “narashi inspect --init”.',
    ja: '設定 {path} を使用できません：{reason}。検査は開始していません。モデルと結果は保持しています。ファイルを直すか、narashi inspect --init で作り直してください。',
  },
  'line.settings-exist': {
    en: 'There are settings already: {path}. They were kept. Change them with an editor, or choose another folder.',
    ja: '設定は既にあります：{path}。そのまま残しています。エディターで変更するか、別のフォルダーを選んでください。',
  },
  'line.no-model': {
    en: 'No model is in use on this line yet. Nothing was judged. Give one with: narashi inspect {folder} --package (the file of the package).',
    ja: 'このラインで使うモデルがまだありません。何も判定していません。パッケージのファイルを指定してください：narashi inspect {folder} --package（ファイル）',
  },
  'line.no-source': {
    en: 'The settings of this line name no source of images: neither folder nor http. The inspection was not started. Add one to {path}.',
    ja: 'このラインの設定に画像の入力元（folderまたはhttp）がありません。検査は開始していません。{path} に追加してください。',
  },
  'line.in-use': {
    en: 'This line is being inspected by another program already ({path}). That goes on; this one was not started. Stop the other first.',
    ja: 'このラインは別のプログラムが検査中です（{path}）。そちらは続行しています。こちらは開始していません。先に停止してください。',
  },
  'line.not-approved': {
    en: 'The model in {path} was not approved when it was packaged, and this line takes approved ones only. The present model goes on. Approve the model in the app, make the package again, or change approvedOnly in the settings of the line.',
    ja: '{path} のモデルはパッケージ作成時に承認されていません。このラインは承認済みのモデルだけを使う設定です。現在のモデルで続行します。アプリで承認してからパッケージを作り直すか、ラインの設定 approvedOnly を変えてください。',
  },
  'line.not-live': {
    en: 'The model of run {run} is not the approved one: that is the model of run {live}. The line goes on as it is. Approve this model under Models first, or take the approved one into use.',
    ja: '学習{run}のモデルは承認中のモデルではありません（承認中は学習{live}）。ラインはそのまま続けます。先に「モデル管理」で承認するか、承認中のモデルを使ってください。',
  },
  'line.no-previous': {
    en: 'There is no former model to go back to. The present one goes on judging. Give the package that should be used.',
    ja: '戻せる以前のモデルがありません。現在のモデルで判定を続けます。使いたいパッケージを指定してください。',
  },
  'line.folder': {
    en: 'The folder {path} cannot be read: {reason}. Images that are there are kept; the inspection tries again by itself. Check the network drive and its rights.',
    ja: 'フォルダー {path} を読めません：{reason}。中の画像はそのままです。自動で再試行します。ネットワークドライブと権限を確認してください。',
  },
  'line.fault': {
    en: 'The inspection met a failure: {reason}. Parts are not judged OK meanwhile; results so far are kept. If it stays, stop the inspection and start it again.',
    ja: '検査中に異常が起きました：{reason}。その間、部品をOKにはしません。これまでの結果は保持しています。続く場合は、検査を停止して開始し直してください。',
  },
  'line.untold': {
    en: '{name} cannot be told: {reason}. Results are kept and told as soon as it is possible.',
    ja: '「{name}」に届けられません：{reason}。結果は保持しており、届けられるようになり次第送ります。',
  },
  'line.csv-not-written': {
    en: 'The CSV file {path} cannot be written: {reason}. Results are kept and written as soon as it is possible. Close the file in Excel, check rights and free space.',
    ja: 'CSVファイル {path} に書き込めません：{reason}。結果は保持しており、可能になり次第書き込みます。Excelで開いていれば閉じ、権限とディスクの空きを確認してください。',
  },
  'line.webhook-away': {
    en: 'The webhook {url} cannot be reached: {reason}. Results are kept and sent as soon as it is possible. Check address and network.',
    ja: 'Webhook {url} に接続できません：{reason}。結果は保持しており、可能になり次第送ります。アドレスとネットワークを確認してください。',
  },
  'line.webhook-refused': {
    en: 'The webhook {url} refuses results (HTTP {status}). They are kept and sent again and again. Check the other system and its token.',
    ja: 'Webhook {url} が結果を受け取りません（HTTP {status}）。結果は保持しており、送り直します。相手のシステムとトークンを確認してください。',
  },
  'line.check-failed': {
    en: 'The check of the model could not be made: {reason}. No part is judged OK meanwhile; it is tried again by itself. If it stays, stop the inspection and start it again.',
    ja: 'モデルの点検を行えませんでした：{reason}。その間、部品をOKにはしません。自動で再試行します。続く場合は、検査を停止して開始し直してください。',
  },
  'line.timeout': {
    en: 'The part was not judged within {milliseconds} ms. It counts as an error, never OK. Its image is kept. Use a faster model or PC, or allow more time in the settings.',
    ja: '部品を{milliseconds} ms以内に判定できませんでした。OKにはせず、エラーとして扱いました。画像は保持しています。速いモデルやPCを使うか、設定の時間を延ばしてください。',
  },
  'line.busy': {
    en: 'Too many parts wait to be judged ({count}). This one was not taken. Send it again later, or send more slowly.',
    ja: '判定待ちが多すぎます（{count}件）。この部品は受け付けていません。後でもう一度送るか、間隔をあけてください。',
  },
  'line.stopping': {
    en: 'The inspection is stopping. This part was not taken. Send it again once it runs.',
    ja: '検査を停止しています。この部品は受け付けていません。再開後にもう一度送ってください。',
  },
  'line.not-recorded': {
    en: 'The part could not be recorded: {reason}. It counts as an error, never OK. Free disk space on the inspection PC; parts go on as errors until then.',
    ja: '部品を記録できませんでした：{reason}。OKにはせず、エラーとして扱いました。検査PCのディスクの空きを増やしてください。それまで部品はエラーになります。',
  },
  'line.no-image': {
    en: 'No image came for the part within {milliseconds} ms. It counts as an error, never OK. Check camera and folder.',
    ja: '{milliseconds} ms以内に部品の画像が届きませんでした。OKにはせず、エラーとして扱いました。カメラとフォルダーを確認してください。',
  },
  'line.request': {
    en: 'The request cannot be understood: {reason}. Nothing was judged. Send the image file as the body, or as the field “image” of a form.',
    ja: 'リクエストを解釈できません：{reason}。何も判定していません。画像ファイルを本文として、またはフォームの image として送ってください。',
  },
  'line.token': {
    en: 'The token is missing or wrong. Nothing was judged. Send it as “Authorization: Bearer …”; it is in the settings of the line.',
    ja: 'トークンがないか、違います。何も判定していません。Authorization: Bearer … として送ってください（ラインの設定にあります）。',
  },
  'line.too-large': {
    en: 'The image is larger than {limit} MB. Nothing was judged. Send a smaller one, or raise the limit in the settings.',
    ja: '画像が{limit} MBを超えています。何も判定していません。小さくするか、設定の上限を上げてください。',
  },
  'line.no-answer': {
    en: 'The inspection does not answer on port {port}. Nothing was changed; whether it still judges is not known. Look at the line, then stop and start the inspection.',
    ja: '検査がポート{port}で応答しません。何も変更していません。判定を続けているかは不明です。ラインを確認してから、検査を停止して開始し直してください。',
  },
  'line.ended': {
    en: 'The inspection ended by itself: {reason}. Parts are not judged any more; results so far and images are kept. Take parts out by hand and start the inspection again.',
    ja: '検査が自動的に終了しました：{reason}。現在、判定していません。これまでの結果と画像は保持しています。部品を止めて、検査を開始し直してください。',
  },
  'line.not-running': {
    en: 'The inspection is not running. Nothing was changed. Start it first.',
    ja: '検査が動いていません。何も変更していません。先に開始してください。',
  },
  'line.not-set-up': {
    en: 'This line was not set up yet. Nothing was started. Choose its folder of images first.',
    ja: 'このラインはまだ設定されていません。何も開始していません。先に画像フォルダーを選んでください。',
  },
  'line.not-saved': {
    en: 'The settings were not saved: {reason}. The former ones stay in force. Correct the value and save again.',
    ja: '設定を保存していません：{reason}。以前の設定のままです。値を直してもう一度保存してください。',
  },
  'line.not-a-folder': {
    en: '{path} cannot be watched: it is not a folder of this PC outside of Narashi’s own. The settings were not changed. Choose another folder.',
    ja: '{path} は監視できません（このPCの、Narashiの作業フォルダー以外のフォルダーではありません）。設定は変更していません。別のフォルダーを選んでください。',
  },
  'line.samples-failed': {
    en: 'The model in use failed its check: it does not judge its own samples as it did where it was made, or its file is damaged. Parts are recorded, but count as errors, never OK. Take the package into use again, or go back to the former model.',
    ja: '使用中のモデルが点検に不合格でした。付属の見本を作成時と同じように判定しないか、ファイルが壊れています。部品は記録していますが、OKにはせずエラーとして扱います。パッケージを入れ直すか、以前のモデルに戻してください。',
  },
  'line.no-kept-image': {
    en: 'The image of part {id} is not kept any more, or never was. Nothing was changed. Which images are kept, and how long, is in the settings of the line.',
    ja: '部品{id}の画像は残っていません。何も変更していません。残す画像と日数はラインの設定にあります。',
  },
  'line.unknown-class': {
    en: 'The model in use knows no class “{name}”, but {known}. Nothing was recorded. Use one of them, or say that the class is new.',
    ja: '使用中のモデルにクラス「{name}」はありません（あるのは {known}）。何も記録していません。その中から選ぶか、新しいクラスとして指定してください。',
  },
  'line.class-name': {
    en: '“{name}” cannot be the name of a folder, and so not of a class here. Nothing was recorded. Leave out < > : " / \\ | ? * and dots or spaces at the end.',
    ja: '「{name}」はフォルダー名にできないため、クラス名にできません。何も記録していません。< > : " / \\ | ? * と末尾の点・空白を除いてください。',
  },
  'line.no-journal': {
    en: 'Nothing has been inspected in {folder} yet. Nothing was changed. Name the folder of a line.',
    ja: '{folder} ではまだ何も検査していません。何も変更していません。ラインのフォルダーを指定してください。',
  },
  'line.review-request': {
    en: 'The request cannot be understood: {reason}. Nothing was changed. Send JSON with part, className and operator.',
    ja: 'リクエストを解釈できません：{reason}。何も変更していません。part・className・operator をJSONで送ってください。',
  },
  'line.nothing-new': {
    en: 'The images are still the same as those of training {run}: the same recipe would give the same model. No training was begun; everything is kept. Add or relabel images first.',
    ja: '画像が学習{run}のときと変わっていません。同じ設定では同じモデルになります。学習は始めていません。すべて保持しています。先に画像を追加するか、ラベルを直してください。',
  },
  'line.nothing-to-repeat': {
    en: 'This project has no finished training yet, so there is no recipe to repeat. Nothing was begun; what was judged is kept. Train once under Train first.',
    ja: 'このプロジェクトには完了した学習がまだなく、同じ設定で学習し直せません。学習は始めていません。判定した内容は保持しています。先に「学習」で一度学習してください。',
  },
  'line.no-folder-of-run': {
    en: 'Training {run} says nothing of the folder its images came from. No training was begun. Train with narashi train.',
    ja: '学習{run}には元の画像フォルダーの記録がありません。学習は始めていません。narashi train で学習してください。',
  },
  'line.no-project': {
    en: 'There is no project “{name}”, but {known}. Nothing was taken; the images wait on the line. Check the name.',
    ja: 'プロジェクト「{name}」はありません（あるのは {known}）。何も取り込んでいません。画像はラインに残っています。名前を確認してください。',
  },
  'line.nothing-reviewed': {
    en: 'No image of this line has been judged by a person since the last time. Nothing was written. Judge some first with narashi review {folder} --say PART=CLASS --operator NAME.',
    ja: '前回以降、人が判定した画像がありません。何も書き込んでいません。先に narashi review {folder} --say 部品=クラス --operator 名前 で判定してください。',
  },
  'line.not-taken': {
    en: 'The judged images could not be written to {path}: {reason}. None of them was marked as taken. Make room or choose another folder, and try again.',
    ja: '判定済みの画像を {path} に書き込めません：{reason}。どれも取り込み済みにしていません。空きを作るか別のフォルダーを選んで、もう一度行ってください。',
  },
  'line.no-part': {
    en: 'There is no part {id}. Nothing was changed. Check the number.',
    ja: '部品{id}はありません。何も変更していません。番号を確認してください。',
  },
} as const;
