// Sentences about signed packages and the keys they are signed with.
export const packageMessages = {
  'package.not-found': {
    en: 'There is no package at {path}. Nothing was changed. Check the path.',
    ja: '{path} にパッケージがありません。何も変更していません。場所を確認してください。',
  },
  'package.not-a-package': {
    en: '{path} is not a package made by Narashi. Nothing was changed. Choose the .zip that the app or “narashi package” wrote.',
    ja: '{path} はNarashiのパッケージではありません。何も変更していません。アプリまたは narashi package が書き出した .zip を選んでください。',
  },
  'package.container-altered': {
    en: 'The package {path} was changed or damaged after it was signed: the ZIP file itself is not as it was written. Do not use it; nothing was changed. Copy it again from where it was made.',
    ja: 'パッケージ {path} は署名後に変更または破損しています（ZIPファイルそのものが書き出し時と異なります）。使用しないでください。何も変更していません。作成元からコピーし直してください。',
  },
  'package.member-missing': {
    en: 'The package {path} lacks the file {member}. Do not use it; nothing was changed. Copy it again from where it was made.',
    ja: 'パッケージ {path} にファイル {member} がありません。使用しないでください。何も変更していません。作成元からコピーし直してください。',
  },
  'package.member-altered': {
    en: 'The package {path} was changed or damaged after it was signed: {member} is not as it was written. Do not use it; nothing was changed. Copy it again from where it was made.',
    ja: 'パッケージ {path} は署名後に変更または破損しています（{member} が書き出し時と異なります）。使用しないでください。何も変更していません。作成元からコピーし直してください。',
  },
  'package.member-extra': {
    en: 'The package {path} holds a file that was not signed: {member}. Do not use it; nothing was changed. Remove that file, or copy the package again from where it was made.',
    ja: 'パッケージ {path} に署名されていないファイル {member} があります。使用しないでください。何も変更していません。そのファイルを除くか、作成元からコピーし直してください。',
  },
  'package.signature-altered': {
    en: 'The signature of the package {path} does not fit: it was changed, or is not by the key it names. Do not use the package; nothing was changed. Copy it again from where it was made.',
    ja: 'パッケージ {path} の署名が一致しません（変更されたか、記載の鍵による署名ではありません）。使用しないでください。何も変更していません。作成元からコピーし直してください。',
  },
  'package.newer': {
    en: 'The package {path} has format {schema}; this version of Narashi reads format {known}. Nothing was changed. Update Narashi on this PC.',
    ja: 'パッケージ {path} の形式は{schema}ですが、このNarashiが読めるのは形式{known}です。何も変更していません。このPCのNarashiを更新してください。',
  },
  'package.key-unknown': {
    en: 'The package {path} is intact, but signed by a key that is not trusted here: {key} (it calls its site “{site}”). Nothing was changed. Compare the key with the site’s own, then give its public key with --key.',
    ja: 'パッケージ {path} に変更はありませんが、このPCで信頼していない鍵 {key}（拠点名「{site}」と記載）で署名されています。何も変更していません。拠点の鍵と照合し、公開鍵を --key で指定してください。',
  },
  'package.samples-differ': {
    en: 'The model in {path} does not judge its own sample {sample} on this PC as it did where it was made: probability difference {difference}. Do not use it here; nothing was changed. Please report this with the certificate.',
    ja: '{path} のモデルは、同梱サンプル {sample} をこのPCで作成時と同じに判定しません（確率の差 {difference}）。このPCでは使用しないでください。何も変更していません。証明書とともにご連絡ください。',
  },
  'package.parity-failed': {
    en: 'The package was not made: {form} judges {disagreements} of {images} test images otherwise than training did. Nothing was written; the trained model is kept. Please report this.',
    ja: 'パッケージは作成していません：{form} の判定が評価画像{images}枚中{disagreements}枚で学習時と異なります。何も書き出していません。学習済みモデルは保持しています。ご連絡ください。',
  },
  'package.not-written': {
    en: 'The package could not be written to {path}: {reason}. The trained model is kept. Choose another folder or free disk space, and try again.',
    ja: 'パッケージを {path} に書き込めませんでした：{reason}。学習済みモデルは保持しています。別のフォルダーを選ぶかディスクの空きを増やして、もう一度お試しください。',
  },
  'package.not-made': {
    en: 'There is no signed package of run {id} yet. Nothing was changed. Make it under Export.',
    ja: '学習{id}の署名つきパッケージがまだありません。何も変更していません。「書き出し」の画面で作ってください。',
  },
  'package.no-samples': {
    en: 'The original images of run {id} are gone from where they were, so no samples can be put into the package. Nothing was written; the trained model is kept. Put the images back, or import them again.',
    ja: '学習{id}の元画像が元の場所にないため、パッケージにサンプルを入れられません。何も書き出していません。学習済みモデルは保持しています。画像を元に戻すか、取り込み直してください。',
  },
  'signing.no-key': {
    en: 'This site has no signing key yet. Nothing was changed. Make one: “narashi key make”, or under Line in the app.',
    ja: 'この拠点の署名鍵がまだありません。何も変更していません。narashi key make、またはアプリの「ライン」で作成してください。',
  },
  'signing.key-exists': {
    en: 'There is a signing key already: {path}. It was kept. To begin anew, move that file to a safe place first; packages signed with it stay valid.',
    ja: '署名鍵は既にあります：{path}。そのまま残しています。作り直す場合は、先にこのファイルを安全な場所へ移してください。この鍵で署名したパッケージは有効なままです。',
  },
  'signing.key-damaged': {
    en: 'The signing key {path} cannot be read or was changed. It was not used. Put its backup back, or move it away and make a new key.',
    ja: '署名鍵 {path} を読めないか、変更されています。使用していません。控えを戻すか、移動して新しい鍵を作成してください。',
  },
  'signing.key-not-written': {
    en: 'The signing key could not be written to {path}: {reason}. Nothing was changed. Free disk space or check the rights of the folder, and try again.',
    ja: '署名鍵を {path} に書き込めませんでした：{reason}。何も変更していません。ディスクの空きやフォルダーの権限を確認して、もう一度お試しください。',
  },
  'signing.passphrase-short': {
    en: 'The passphrase is too short: at least {least} characters. Nothing was changed.',
    ja: 'パスフレーズが短すぎます（{least}文字以上）。何も変更していません。',
  },
  'signing.passphrase-needed': {
    en: 'The signing key is kept under a passphrase. Nothing was changed. Type it, or give the file that holds it with --passphrase-file.',
    ja: '署名鍵はパスフレーズで保護されています。何も変更していません。入力するか、--passphrase-file でファイルを指定してください。',
  },
  'signing.wrong-passphrase': {
    en: 'The passphrase does not open the signing key. Nothing was changed. Try again; a lost passphrase cannot be recovered, then make a new key.',
    ja: 'パスフレーズが違います。何も変更していません。もう一度お試しください。忘れた場合は復元できないため、新しい鍵を作成してください。',
  },
  'signing.other-account': {
    en: 'The signing key is protected by the account and PC that made it, in the app’s own window. Nothing was changed. Open the app there, or make a key with a passphrase.',
    ja: '署名鍵は、作成したPCとアカウントのアプリのウィンドウで保護されています。何も変更していません。そこでアプリを開くか、パスフレーズ付きの鍵を作成してください。',
  },
  'signing.no-public-key': {
    en: '{path} is not a public key of Narashi. Nothing was changed. Choose the file that “narashi key show --out” wrote.',
    ja: '{path} はNarashiの公開鍵ではありません。何も変更していません。narashi key show --out が書き出したファイルを選んでください。',
  },
} as const;
