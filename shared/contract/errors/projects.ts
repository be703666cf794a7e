// Sentences about projects, their classes and images.
export const projectMessages = {
  'projects.not-found': {
    en: 'There is no project {id}. Nothing was changed. Go back to the list of projects and choose one of those.',
    ja: 'プロジェクト{id}は見つかりません。何も変更していません。プロジェクトの一覧に戻って選び直してください。',
  },
  'projects.class-not-found': {
    en: 'This project has no class {id}; it may have been removed in another window. Nothing was changed. Reload and choose a class of the list.',
    ja: 'このプロジェクトにクラス{id}はありません（別の画面で削除された可能性があります）。何も変更していません。再読み込みして、一覧のクラスから選んでください。',
  },
  'projects.class-exists': {
    en: 'This project already has a class "{name}". Nothing was changed. Choose another name, or use that class.',
    ja: 'このプロジェクトには「{name}」というクラスが既にあります。何も変更していません。別の名前にするか、そのクラスを使ってください。',
  },
  'projects.class-in-use': {
    en: 'The class "{name}" still has {images} image(s). It was kept. Give these images another class first, then remove it.',
    ja: 'クラス「{name}」には画像が{images}枚残っています。クラスは残しました。先に画像のクラスを変更してから削除してください。',
  },
  'projects.image-not-found': {
    en: 'This project has no image {id}. Nothing was changed. Reload the list of images.',
    ja: 'このプロジェクトに画像{id}はありません。何も変更していません。画像の一覧を再読み込みしてください。',
  },
  'projects.nothing-labelled': {
    en: 'The project "{name}" has no labelled images yet. Nothing was changed. Import images or give them classes first.',
    ja: 'プロジェクト「{name}」には、クラスの付いた画像がまだありません。何も変更していません。先に画像を取り込むか、クラスを付けてください。',
  },
} as const;
