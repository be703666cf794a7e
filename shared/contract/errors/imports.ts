// Sentences about imports into a project of the app.
export const importMessages = {
  'imports.file-changed': {
    en: 'The file "{path}" changed while it was being imported. It was left out; all other images are kept. Wait until no program writes to it, then import it again.',
    ja: 'ファイル「{path}」は取り込み中に内容が変わりました。このファイルだけを除外し、他の画像は保持しています。書き込みが終わってから、もう一度取り込んでください。',
  },
  'imports.file-conflict': {
    en: 'The image "{path}" (class "{reason}") is in another class as well. It was left out of all of them; all other images are kept. Keep it in the right class only and import again.',
    ja: '画像「{path}」（クラス「{reason}」）は別のクラスにも入っています。どのクラスにも取り込まず、他の画像は保持しています。正しいクラスだけに残してから、もう一度取り込んでください。',
  },
  'imports.file-unlisted': {
    en: 'The image "{path}" is not named in the list. It was left out; all other images are kept. Add a line for it to the list and import again if it is needed.',
    ja: '画像「{path}」は一覧（CSV）に書かれていません。このファイルだけを除外し、他の画像は保持しています。必要な場合は一覧に1行追加してから、もう一度取り込んでください。',
  },
  'imports.listed-file-missing': {
    en: 'The list names "{path}", but there is no such file beside it. This line was left out; all others are kept. Check the name, or copy the file next to the list.',
    ja: '一覧にある「{path}」というファイルが見つかりません。この行だけを除外し、他の行は保持しています。ファイル名を確認するか、一覧と同じフォルダーにファイルを置いてください。',
  },
  'imports.listed-file-outside': {
    en: 'The list names "{path}", which lies outside the folder of the list. It was not opened; all other lines are kept. Move the images into the folder of the list and write the path from there.',
    ja: '一覧にある「{path}」は、一覧のあるフォルダーの外を指しています。このファイルは開かず、他の行は保持しています。画像を一覧と同じフォルダーに移し、そこからのパスで書いてください。',
  },
  'imports.list-unreadable': {
    en: 'The list "{name}" cannot be read: {reason}. Nothing was imported. Save it again as CSV and try again.',
    ja: '一覧「{name}」を読み取れません：{reason}。何も取り込んでいません。CSV形式で保存し直してから、もう一度お試しください。',
  },
  'imports.list-encoding': {
    en: 'The list "{name}" is not text in UTF-8, UTF-16 or Shift_JIS. Nothing was imported. Save it in Excel as "CSV UTF-8" and try again.',
    ja: '一覧「{name}」の文字コードを判別できません（UTF-8、UTF-16、Shift_JISのいずれでもありません）。何も取り込んでいません。Excelで「CSV UTF-8」として保存し直してください。',
  },
  'imports.list-without-paths': {
    en: 'The list "{name}" has no column of file names. Nothing was imported. Write a first line such as path,label and try again.',
    ja: '一覧「{name}」にファイル名の列がありません。何も取り込んでいません。1行目を「ファイル,ラベル」のような見出しにしてから、もう一度お試しください。',
  },
  'imports.zip-unreadable': {
    en: 'The ZIP "{name}" cannot be read: {reason}. Nothing was imported. Copy it again from its source, or make it again.',
    ja: 'ZIPファイル「{name}」を読み取れません：{reason}。何も取り込んでいません。元の場所からコピーし直すか、作り直してください。',
  },
  'imports.zip-encrypted': {
    en: 'The ZIP "{name}" is protected by a password. Nothing was imported. Unpack it yourself and import the folder, or make the ZIP without a password.',
    ja: 'ZIPファイル「{name}」にはパスワードがかかっています。何も取り込んでいません。展開してフォルダーとして取り込むか、パスワードなしで作り直してください。',
  },
  'imports.zip-unsafe-path': {
    en: 'The ZIP "{name}" holds a file whose name leads out of the archive: {entry}. Nothing was unpacked or imported. Ask where the ZIP comes from, and make it again from a plain folder.',
    ja: 'ZIPファイル「{name}」に、外のフォルダーを指す名前があります：{entry}。展開も取り込みもしていません。ZIPの入手元を確認し、通常のフォルダーから作り直してください。',
  },
  'imports.zip-link': {
    en: 'The ZIP "{name}" holds a link instead of a file: {entry}. Nothing was unpacked or imported. Make the ZIP again from the files themselves.',
    ja: 'ZIPファイル「{name}」に、ファイルではなくリンクが入っています：{entry}。展開も取り込みもしていません。ファイルそのものからZIPを作り直してください。',
  },
  'imports.zip-too-many': {
    en: 'The ZIP "{name}" holds more than {limit} files. Nothing was unpacked or imported. Divide it into several ZIP files and import them one after the other.',
    ja: 'ZIPファイル「{name}」のファイル数が{limit}件を超えています。展開も取り込みもしていません。複数のZIPに分けて、順に取り込んでください。',
  },
  'imports.zip-too-large': {
    en: 'The ZIP "{name}" unpacks to {needed} GB, and {free} GB are free. Nothing was unpacked or imported. Free some space, or import fewer images at a time.',
    ja: 'ZIPファイル「{name}」は展開すると{needed} GBになりますが、空き容量は{free} GBです。展開も取り込みもしていません。空き容量を増やすか、少しずつ取り込んでください。',
  },
  'imports.zip-bomb': {
    en: 'The ZIP "{name}" is made so that it unpacks to far more than it holds. Nothing was unpacked or imported. Do not open it; ask where it comes from.',
    ja: 'ZIPファイル「{name}」は、展開すると異常に大きくなるように作られています。展開も取り込みもしていません。このファイルは開かず、入手元を確認してください。',
  },
  'imports.disk-full': {
    en: 'The disk holding the workspace "{folder}" is full. Nothing of this import was kept; images imported before are. Free some space and start the import again.',
    ja: '作業フォルダー「{folder}」のあるディスクがいっぱいです。今回の取り込みは何も保存していませんが、これまでの画像は残っています。空き容量を増やしてから、もう一度取り込んでください。',
  },
  'imports.disk-short': {
    en: 'The import needs {needed} GB, and {free} GB are free. Nothing was imported; what was found is kept. Free some space and confirm again.',
    ja: '取り込みには{needed} GB必要ですが、空き容量は{free} GBです。まだ何も取り込んでおらず、確認結果は残っています。空き容量を増やしてから、もう一度確定してください。',
  },
  'imports.mixed-selection': {
    en: 'A ZIP is imported by itself. Nothing was imported. Choose one ZIP alone, or folders and images together.',
    ja: 'ZIPファイルは1つだけで取り込んでください。何も取り込んでいません。ZIPを1つだけ選ぶか、フォルダーと画像を選び直してください。',
  },
  'imports.nothing-found': {
    en: 'There is no usable image in "{source}" ({unusable} file(s) could not be used). Nothing was imported. Choose a folder with images, a ZIP of them, or a CSV that lists them.',
    ja: '「{source}」に使用できる画像がありません（使用できないファイル：{unusable}件）。何も取り込んでいません。画像の入ったフォルダー、ZIP、または画像を一覧にしたCSVを選んでください。',
  },
  'imports.too-many-classes': {
    en: '"{source}" has {count} classes; at most {limit} can be imported at once. Nothing was imported. Choose the folder whose sub-folders are the classes.',
    ja: '「{source}」にはクラスが{count}個あります。一度に取り込めるのは{limit}個までです。何も取り込んでいません。サブフォルダーがクラスになっているフォルダーを選んでください。',
  },
  'imports.not-found': {
    en: 'This import is no longer there. Nothing was changed. Choose the images again.',
    ja: 'この取り込みはもうありません。何も変更していません。画像を選び直してください。',
  },
  'imports.not-inspected': {
    en: 'This import cannot be confirmed now (its state is {phase}). Nothing was changed. Wait until its images have been looked through, or start a new one.',
    ja: 'この取り込みは今は確定できません（状態：{phase}）。何も変更していません。画像の確認が終わるまで待つか、新しく始めてください。',
  },
  'imports.not-ended': {
    en: 'This import is still under way. Nothing was changed. Wait for its end, or cancel it first.',
    ja: 'この取り込みはまだ終わっていません。何も変更していません。終わるまで待つか、先に中止してください。',
  },
  'imports.unknown-class': {
    en: '"{name}" is none of the classes that were found. Nothing was imported; what was found is kept. Open the import again and confirm it.',
    ja: '「{name}」は見つかったクラスの中にありません。まだ何も取り込んでおらず、確認結果は残っています。取り込み画面を開き直して確定してください。',
  },
  'imports.two-verdicts': {
    en: 'The new class "{name}" is marked OK in one place and NG in another. Nothing was imported; what was found is kept. Give it one verdict and confirm again.',
    ja: '新しいクラス「{name}」に、OKとNGの両方が指定されています。まだ何も取り込んでおらず、確認結果は残っています。どちらかに揃えてから、もう一度確定してください。',
  },
  'imports.nothing-chosen': {
    en: 'There is nothing to import: no class with new images is chosen. Nothing was changed. Choose at least one class with new images, or cancel.',
    ja: '取り込む画像がありません（新しい画像のあるクラスが選ばれていません）。何も変更していません。新しい画像のあるクラスを選ぶか、中止してください。',
  },
  'imports.source-gone': {
    en: 'None of the images of "{source}" could be read again. Nothing was imported. Check that the drive is connected, and start the import again.',
    ja: '「{source}」の画像を読み直せませんでした。何も取り込んでいません。ドライブの接続を確認してから、もう一度取り込んでください。',
  },
  'imports.split-without-training': {
    en: 'The source has no training images of {classes}. What it says about the split of these classes is not used; Narashi divides their images itself. All images are imported.',
    ja: '{classes} には学習用の画像がありません。これらのクラスについては元の分割を使わず、Narashiが学習用と評価用に分け直します。画像はすべて取り込みます。',
  },
  'imports.cancelled': {
    en: 'The import was stopped. Nothing of it was kept; images imported before are. Start it again when you are ready.',
    ja: '取り込みを中止しました。今回の画像は保存していませんが、これまでの画像は残っています。必要なときに、もう一度始めてください。',
  },
  'imports.damaged': {
    en: 'The notes of this import are damaged: {reason}. Nothing was imported; images imported before are kept. Start the import again.',
    ja: 'この取り込みの途中経過が壊れています：{reason}。今回は何も取り込んでいませんが、これまでの画像は残っています。もう一度取り込んでください。',
  },
} as const;
