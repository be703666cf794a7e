// Sentences about imports into a project of the app.
export const importMessages = {
  'imports.file-changed': {
    en: 'The file "{path}" changed while it was being imported. It was left out; all other images are kept. Wait until no program writes to it, then import it again.',
    ja: 'ファイル「{path}」は取り込み中に内容が変わりました。このファイルだけを除外し、他の画像は保持しています。書き込みが終わってから、もう一度取り込んでください。',
  },
} as const;
