// Sentences about importing, decoding, caching and streaming images.
export const dataMessages = {
  'data.folder-missing': {
    en: 'The folder "{folder}" cannot be opened: {reason}. Nothing was changed. Check that the drive is connected and that you may read the folder, then choose it again.',
    ja: 'フォルダー「{folder}」を開けません：{reason}。何も変更していません。ドライブの接続と読み取り権限を確認してから、もう一度選んでください。',
  },
  'data.empty-folder': {
    en: 'No usable image was found in "{folder}" ({skipped} file(s) skipped). Nothing was changed. Put the images into one sub-folder per class, for example OK and NG, and import again.',
    ja: '「{folder}」に使用できる画像がありません（{skipped}件を除外）。何も変更していません。画像をクラスごとのサブフォルダー（例：OK、NG）に入れてから、もう一度取り込んでください。',
  },
  'data.one-class': {
    en: 'All usable images belong to one class, "{name}"; at least two classes are needed. The images read so far are kept. Add a sub-folder with images of another class and import again.',
    ja: '使用できる画像がすべて一つのクラス「{name}」に入っています。クラスは二つ以上必要です。読み込んだ画像は保持しています。別のクラスのサブフォルダーを追加してから、もう一度取り込んでください。',
  },
  'data.single-image-class': {
    en: 'The class "{name}" has a single image. It is used for training and cannot be tested. Add at least one more image of this class to measure how well it is recognised.',
    ja: 'クラス「{name}」の画像は1枚だけです。学習に使いますが、評価はできません。このクラスの画像をもう1枚以上追加してください。',
  },
  'data.few-images-class': {
    en: 'The class "{name}" has only {count} images. Training can start, but results will be uncertain. 20 or more images per class are advisable.',
    ja: 'クラス「{name}」の画像は{count}枚だけです。学習は始められますが、結果は不確かです。1クラス20枚以上をお勧めします。',
  },
  'data.imbalanced-classes': {
    en: 'The class "{large}" has {ratio} times as many images as "{small}". Nothing was changed. Balanced sampling is advisable, or add images of "{small}".',
    ja: 'クラス「{large}」の画像数は「{small}」の{ratio}倍です。何も変更していません。均等サンプリングを使うか、「{small}」の画像を追加することをお勧めします。',
  },
  'data.conflicting-labels': {
    en: '{count} image(s) appear in more than one class. They are listed and left out of training. Keep each one in the right folder only and import again.',
    ja: '{count}枚の画像が複数のクラスに入っています。一覧に記録し、学習から除外しました。それぞれ正しいフォルダーだけに残してから、もう一度取り込んでください。',
  },
  'data.class-untested': {
    en: 'No image of the class "{name}" could be set apart for testing because all of them belong to one lot or group. Nothing was changed. Add images of this class from another lot.',
    ja: 'クラス「{name}」の画像がすべて同じロットまたはグループに属するため、評価用に分けられません。何も変更していません。別のロットの画像を追加してください。',
  },
  'data.image-empty': {
    en: 'The file "{path}" is empty. It was skipped; all other images are kept. Copy it again from its source.',
    ja: 'ファイル「{path}」は空です。このファイルだけを除外しました。元の場所からコピーし直してください。',
  },
  'data.image-unreadable': {
    en: 'The file "{path}" is damaged or not an image. It was skipped; all other images are kept. Save it again as PNG or JPEG, or remove it.',
    ja: 'ファイル「{path}」は壊れているか、画像ではありません。このファイルだけを除外しました。PNGまたはJPEGで保存し直すか、削除してください。',
  },
  'data.image-truncated': {
    en: 'The image "{path}" is incomplete or damaged ({reason}). It was skipped; all other images are kept. Copy it again from its source.',
    ja: '画像「{path}」は途中で切れているか、壊れています（{reason}）。このファイルだけを除外しました。元の場所からコピーし直してください。',
  },
  'data.image-too-large': {
    en: 'The image "{path}" is too large ({reason}). It was skipped without decoding; all other images are kept. Crop it or reduce it, and import again.',
    ja: '画像「{path}」は大きすぎます（{reason}）。展開せずに除外しました。切り抜くか縮小してから、もう一度取り込んでください。',
  },
  'data.image-kind-unsupported': {
    en: 'The image "{path}" is of a kind that is not supported ({reason}). It was skipped; all other images are kept. Save it as PNG, JPEG, BMP, TIFF or WebP with 8 or 16 bits.',
    ja: '画像「{path}」の形式には対応していません（{reason}）。このファイルだけを除外しました。8または16ビットのPNG、JPEG、BMP、TIFF、WebPで保存し直してください。',
  },
  'data.image-not-opened': {
    en: 'The file "{path}" cannot be opened ({reason}). It was skipped; all other images are kept. Check that you may read it and that no other program holds it.',
    ja: 'ファイル「{path}」を開けません（{reason}）。このファイルだけを除外しました。読み取り権限と、他のプログラムが使用中でないことを確認してください。',
  },
  'data.image-not-unpacked': {
    en: 'The image "{path}" cannot be taken out of its ZIP. It was skipped; all other images are kept. Make the ZIP again from the original files, or import the unpacked folder.',
    ja: '画像「{path}」をZIPから取り出せません。このファイルだけを除外しました。元のファイルからZIPを作り直すか、展開したフォルダーを取り込んでください。',
  },
  'data.image-without-class': {
    en: 'The image "{path}" lies outside any class folder. It was skipped; all other images are kept. Move it into the sub-folder of its class.',
    ja: '画像「{path}」はクラスのフォルダーに入っていません。このファイルだけを除外しました。クラスのサブフォルダーに移してください。',
  },
  'data.original-missing': {
    en: 'The image {hash} is not in the image library. Nothing was changed. Import it again, or restore the workspace from a backup.',
    ja: '画像 {hash} が画像ライブラリーにありません。何も変更していません。もう一度取り込むか、バックアップから作業フォルダーを復元してください。',
  },
  'data.library-full': {
    en: 'The disk holding the image library "{folder}" is full. Images imported before are kept. Free some space and try again.',
    ja: '画像ライブラリー「{folder}」のあるディスクがいっぱいです。取り込み済みの画像は保持しています。空き容量を増やしてから、もう一度お試しください。',
  },
  'data.library-not-writable': {
    en: 'The image library "{folder}" cannot be written: {reason}. Images imported before are kept. Check that the disk is connected and that you may write to it, then try again.',
    ja: '画像ライブラリー「{folder}」に書き込めません：{reason}。取り込み済みの画像は保持しています。ディスクの接続と書き込み権限を確認してから、もう一度お試しください。',
  },
  'data.disk-full': {
    en: 'The disk holding "{folder}" is full. Everything saved up to {records} images is kept. Free some space and start the import again; it continues where it stopped.',
    ja: '「{folder}」のあるディスクがいっぱいです。{records}枚目までの保存内容は保持しています。空き容量を増やしてから取り込みを再開すると、続きから進みます。',
  },
  'data.folder-not-writable': {
    en: 'The folder "{folder}" cannot be written: {reason}. Images already saved there are kept. Choose another data folder or ask for write permission.',
    ja: 'フォルダー「{folder}」に書き込めません：{reason}。保存済みの画像は保持しています。別のデータフォルダーを選ぶか、書き込み権限を依頼してください。',
  },
  'data.cache-unreadable': {
    en: 'The image cache "{folder}" cannot be read: {reason}. Your original images are untouched. Import the folder again; missing images are rebuilt.',
    ja: '画像キャッシュ「{folder}」を読み取れません：{reason}。元の画像には影響ありません。フォルダーをもう一度取り込むと、不足分を作り直します。',
  },
  'data.cancelled': {
    en: 'The import was stopped. The {images} images read so far are kept. Start it again to continue where it stopped.',
    ja: '取り込みを中止しました。読み込み済みの{images}枚は保持しています。もう一度始めると、続きから進みます。',
  },
  'data.stream-failed': {
    en: 'Preparing image batches failed: {reason}. Nothing was changed. Training can be resumed from the last checkpoint; if it happens again, import the images again.',
    ja: '画像バッチの準備に失敗しました：{reason}。何も変更していません。最後のチェックポイントから学習を再開できます。繰り返す場合は、画像をもう一度取り込んでください。',
  },
} as const;
