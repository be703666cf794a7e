// Words of the Settings screen about networks from elsewhere.
import type { Texts } from '../../shared/text/voice.ts';

export const backbonesTexts = {
  'backbones.title': { en: 'Backbones', ja: 'バックボーン' },
  'backbones.text': {
    en: 'Pretrained networks (ONNX) from elsewhere that a training can start from. Exported from torchvision, timm, Hugging Face or Keras; nothing is downloaded.',
    ja: '学習の出発点にできる、学習済みネットワーク（ONNX）です。torchvision・timm・Hugging Face・Kerasから書き出したものを使えます。ダウンロードは行いません。',
  },
  'backbones.box': {
    en: 'Comes with Narashi. It learned from drawn pictures only; nobody’s photographs are in it.',
    ja: 'Narashi付属。数式で描いた画像だけで学習しており、写真は一切使っていません。',
  },
  'backbones.none': { en: 'None was added yet.', ja: 'まだ追加されていません。' },
  'backbones.add': { en: 'Add a network', ja: 'ネットワークを追加' },
  'backbones.drop': { en: 'or drop a file (.onnx) here', ja: 'またはファイル（.onnx）をここへドロップ' },
  'backbones.sending': { en: 'Sending the file …', ja: 'ファイルを送信中…' },
  'backbones.looking': { en: 'Looking at the network …', ja: 'ネットワークを調べています…' },
  'backbones.adding': { en: 'Adding …', ja: '追加しています…' },
  'backbones.name': { en: 'Name', ja: '名前' },
  'backbones.size': { en: 'Image size', ja: '画像サイズ' },
  'backbones.trains': { en: 'Trainable', ja: '学習できる範囲' },
  'backbones.facts': {
    en: '{size}; {trains}; {megabytes} MB; trainings that need it: {runs}',
    ja: '{size}、{trains}、{megabytes} MB、使っている学習{runs}件',
  },
  'backbones.whole': { en: 'all of it can be trained', ja: '全体を学習できます' },
  'backbones.head-only': { en: 'its last layer can be trained', ja: '最終層だけを学習できます' },
  'backbones.remove': { en: 'Remove {name}', ja: '{name}を削除' },
  'backbones.remove-title': { en: 'Remove this backbone?', ja: 'このバックボーンを削除しますか？' },
  'backbones.remove-text': {
    en: 'The workspace’s copy of "{name}" is deleted. It can be added again from the file it came from.',
    ja: '作業フォルダー内の「{name}」の複製を削除します。元のファイルからもう一度追加できます。',
  },
  'backbones.remove-action': { en: 'Remove', ja: '削除する' },
  'backbones.removed': { en: '"{name}" was removed.', ja: '「{name}」を削除しました。' },
  'backbones.cancel': { en: 'Cancel', ja: 'キャンセル' },
  'look.title': { en: 'What was found in the network', ja: 'ネットワークの判定結果' },
  'look.understood': { en: 'Understood as', ja: '判定' },
  'look.why': { en: 'Because', ja: '理由' },
  'look.uncertain': {
    en: 'The last layer could not be told for sure. Choose below where the network is to be cut.',
    ja: '最終層を確実には判定できませんでした。切り出す位置を下で選んでください。',
  },
  'look.head-only': {
    en: 'Only a new last layer can be trained on this network: there is no gradient for {list}. That is often enough.',
    ja: 'このネットワークで学習できるのは新しい最終層だけです（{list}は学習できない演算のため）。それで十分なことも多くあります。',
  },
  'look.known': { en: 'This network was added before.', ja: 'このネットワークは追加済みです。' },
  'look.feature': { en: 'Cut at', ja: '切り出す位置' },
  'look.pixels': { en: 'Pixels as the network wants them', ja: '画素の前処理' },
  'look.pixels-hint': {
    en: 'As in the documentation of the network. With wrong values it still works, but its features are worth less.',
    ja: 'ネットワークの説明書に合わせます。違っていても動作しますが、特徴の質が下がります。',
  },
  'look.choose': { en: 'Please choose', ja: '選んでください' },
  'look.must-choose': {
    en: 'Choose how the network wants its pixels: its file does not say it.',
    ja: '画素の前処理を選んでください（ファイルに記載がありません）。',
  },
  'look.name-missing': { en: 'Give it a name.', ja: '名前を入力してください。' },
  'look.add': { en: 'Add', ja: '追加する' },
  'look.added': { en: '"{name}" was added.', ja: '「{name}」を追加しました。' },
  'look.parameters': { en: 'Size', ja: '規模' },
  'look.parameters-of': { en: '{count} parameters, {size} MB', ja: 'パラメーター{count}個、{size} MB' },
} as const satisfies Texts;
