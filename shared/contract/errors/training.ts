// Sentences about what a project can be trained with.
export const trainingMessages = {
  'training.no-ok-class': {
    en: 'No class with images is marked OK, so that escape and overkill cannot be told. Nothing was changed. Mark the class of good parts as OK.',
    ja: '画像のあるクラスにOKのクラスがないため、見逃しと過検出を計算できません。何も変更していません。良品のクラスをOKにしてください。',
  },
  'training.no-ng-class': {
    en: 'No class with images is marked NG, so that escape and overkill cannot be told. Nothing was changed. Mark the classes of defects as NG, or add images of defects.',
    ja: '画像のあるクラスにNGのクラスがないため、見逃しと過検出を計算できません。何も変更していません。不良のクラスをNGにするか、不良の画像を追加してください。',
  },
  'training.unlabelled': {
    en: '{count} image(s) have no class yet and take no part in training. They stay in the project. Give them classes to use them.',
    ja: '画像{count}枚にはまだクラスが付いていないため、学習に使いません。画像はプロジェクトに残ります。使う場合はクラスを付けてください。',
  },
  'training.class-untrained': {
    en: 'No image of the class "{name}" is left for training; all of them are set apart for testing. Nothing was changed. Add images of this class, if possible from another lot.',
    ja: 'クラス「{name}」の画像がすべて評価用になり、学習に使える画像がありません。何も変更していません。このクラスの画像を、できれば別のロットから追加してください。',
  },
  'training.lots-divided': {
    en: 'Images of the class "{name}" come from so few lots that one lot had to be used for both training and testing. Training can start, but its test figures may be too good. Add images of this class from another lot.',
    ja: 'クラス「{name}」はロット数が少ないため、同じロットの画像を学習と評価の両方に使います。学習は始められますが、評価の数値が実際より良く出ることがあります。別のロットの画像を追加してください。',
  },
  'training.no-test-images': {
    en: 'No image can be set apart for testing, so that a trained model could not be checked. Nothing was changed. Add images until every class has at least two.',
    ja: '評価用に分けられる画像がないため、学習したモデルを確認できません。何も変更していません。どのクラスも2枚以上になるように画像を追加してください。',
  },
} as const;
