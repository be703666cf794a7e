// Words of pictures of surfaces: how they are turned, read and told.
import type { Texts } from '../../shared/text/voice.ts';

export const surfaceTexts = {
  'surface.shape': { en: 'Kind of picture', ja: '図の種類' },
  'surface.contour': { en: 'Contours', ja: '等高線' },
  'surface.space': { en: '3-D', ja: '立体' },
  'surface.controls': {
    en: 'Move the picture or the point that is read; arrow keys work here too',
    ja: '図の向き・読み取る点を動かす（矢印キーも使えます）',
  },
  'surface.left': { en: 'Turn left', ja: '左へ回す' },
  'surface.right': { en: 'Turn right', ja: '右へ回す' },
  'surface.up': { en: 'Look from higher up', ja: '上から見る' },
  'surface.down': { en: 'Look from lower down', ja: '横から見る' },
  'surface.nearer': { en: 'Enlarge', ja: '拡大' },
  'surface.farther': { en: 'Reduce', ja: '縮小' },
  'surface.reset': { en: 'As at first', ja: '最初の向きに戻す' },
  'surface.step-left': { en: 'Read the point to the left', ja: '左の点を読む' },
  'surface.step-right': { en: 'Read the point to the right', ja: '右の点を読む' },
  'surface.step-up': { en: 'Read the point above', ja: '上の点を読む' },
  'surface.step-down': { en: 'Read the point below', ja: '下の点を読む' },
  'surface.loss': { en: 'Loss', ja: '損失' },
  'surface.picture': {
    en: '{name}: loss {middle} in the middle, {low} to {high} in the middles of the edges',
    ja: '{name}：中央の損失{middle}、縁の中央で{low}～{high}',
  },
  'surface.reading': {
    en: 'Loss {loss} at {first} (down) and {second} (across)',
    ja: '損失 {loss}（縦 {first}、横 {second}）',
  },
  'surface.same-scale': {
    en: 'The trained weights lie in the middle. Colours and heights have the same scale throughout.',
    ja: '学習後の重みは中央にあります。色と高さの尺度は共通です。',
  },
  'surface.cut': {
    en: 'The trained weights lie in the middle. Colours and heights have the same scale throughout; above {high} all is drawn alike.',
    ja: '学習後の重みは中央にあります。色と高さの尺度は共通で、{high}を超える部分は同じ高さに描いています。',
  },
  'surface.no-number': {
    en: 'The loss left the range of numbers everywhere: there is nothing to draw.',
    ja: '損失がどこでも数値にならないため、描けるものがありません。',
  },
  'surface.table': { en: '{title}: loss along the two directions', ja: '{title}：2つの方向に沿った損失' },
  'surface.distance': { en: 'Distance', ja: '距離' },
  'surface.first': { en: '{name}, down', ja: '{name}・縦' },
  'surface.second': { en: '{name}, across', ja: '{name}・横' },
} as const satisfies Texts;
