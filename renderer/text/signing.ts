// Words of the dialogs that make the site's signing key and open it.
import type { Texts } from '../../shared/text/voice.ts';

export const signingTexts = {
  'key.title': { en: 'Make the signing key of this site', ja: 'この拠点の署名鍵をつくる' },
  'key.text': {
    en: 'Once only. With this key the site signs its packages; the PCs of the lines tell by it that a package is yours and that nobody changed it.',
    ja: '最初の1回だけ行います。この鍵でパッケージに署名すると、ラインのPCは自拠点のもので、改変されていないことを確認できます。',
  },
  'key.site': { en: 'Name of the site', ja: '拠点名' },
  'key.site-hint': {
    en: 'It is written into every package and certificate.',
    ja: 'パッケージと証明書に記載されます。',
  },
  'key.site-example': { en: 'Plant 1', ja: '第一工場' },
  'key.protection': { en: 'How the key is kept', ja: '鍵の保護' },
  'key.system': { en: 'By this PC', ja: 'このPCで保護' },
  'key.system-text': {
    en: 'Opens by itself for your account on this PC. Nothing to remember.',
    ja: 'このPCのあなたのアカウントで自動的に開きます。覚えるものはありません。',
  },
  'key.passphrase-choice': { en: 'By a passphrase', ja: 'パスフレーズで保護' },
  'key.passphrase-text': {
    en: 'Asked for at each signing. Whoever knows it can sign.',
    ja: '署名のたびに入力します。知っている人が署名できます。',
  },
  'key.passphrase': { en: 'Passphrase', ja: 'パスフレーズ' },
  'key.passphrase-hint': {
    en: 'At least 8 characters. A lost one cannot be recovered.',
    ja: '8文字以上。忘れると復元できません。',
  },
  'key.repeat': { en: 'The passphrase again', ja: 'パスフレーズ（確認）' },
  'key.differs': { en: 'The two are not the same.', ja: '2つの入力が一致していません。' },
  'key.short': { en: 'At least 8 characters, please.', ja: '8文字以上で入力してください。' },
  'key.no-name': { en: 'Enter the name of the site.', ja: '拠点名を入力してください。' },
  'key.make': { en: 'Make the key', ja: '鍵をつくる' },
  'key.cancel': { en: 'Cancel', ja: 'キャンセル' },
  'open.title': { en: 'Sign', ja: '署名する' },
  'open.text': {
    en: 'The signing key of “{site}” is kept under a passphrase.',
    ja: '「{site}」の署名鍵はパスフレーズで保護されています。',
  },
  'open.action': { en: 'Sign', ja: '署名する' },
} as const satisfies Texts;
