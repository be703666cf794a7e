// Words of the flatness figures: how the loss rises around a trained network.
export const flatnessTexts = {
  'flatness.help': {
    en: 'how flat the loss is around a trained network (a diagnosis: test images decide)',
    ja: '学習済みモデルの周りで損失がどれほど平坦かを測る（診断用。判断は評価画像で）',
  },
  'flatness.run': { en: 'number of a finished training', ja: '完了した学習の番号' },
  'flatness.with': {
    en: 'a second training on the same images, drawn over the same plane',
    ja: '同じ画像で学習した別の学習を、同じ平面で並べて比べる',
  },
  'flatness.live': {
    en: 'Measuring flatness of run {run}: {done} of at most {total}',
    ja: '学習{run}の平坦さを測定中：{done}/最大{total}',
  },
  'flatness.live-landscape': {
    en: 'Measuring the landscape: {done} of {total} points',
    ja: '地形を測定中：{done}/{total}点',
  },
  'flatness.stopping': { en: 'Stopping …', ja: '停止しています…' },
  'flatness.title': { en: 'Flatness of the loss (small = flat)', ja: '損失の平坦さ（小さいほど平坦）' },
  'flatness.figure': { en: 'figure', ja: '項目' },
  'flatness.images': { en: 'training images measured on', ja: '測定に使った学習画像（枚）' },
  'flatness.loss': { en: 'loss there', ja: 'その画像での損失' },
  'flatness.average': {
    en: 'mean rise, random direction, radius {radius}',
    ja: 'ランダムな方向での平均上昇（半径{radius}）',
  },
  'flatness.worst': { en: 'rise one ascent step away, ρ = {radius}', ja: '最も急な方向での上昇（ρ={radius}）' },
  'flatness.eigenvalue': {
    en: 'strongest curvature (top Hessian eigenvalue)',
    ja: '最も強い曲がり（ヘッセ行列の最大固有値）',
  },
  'flatness.residual': { en: 'its relative residual', ja: 'その相対残差' },
  'flatness.section': {
    en: 'Loss along the first random direction (the whole plane: --json)',
    ja: '1本目のランダムな方向に沿った損失（平面全体は--json）',
  },
  'flatness.distance': { en: 'distance', ja: '距離' },
  'flatness.column': { en: 'run {run}', ja: '学習{run}' },
  'flatness.unit': {
    en: 'Radius and distance: share of each filter’s own norm. BatchNorm in evaluation mode, no weight decay.',
    ja: '半径と距離は各フィルターのノルムに対する割合です。BatchNormは評価モード、重み減衰は含みません。',
  },
  'flatness.caption': {
    en: 'A picture for understanding: flat does not mean better. The judgement rests on test images.',
    ja: '理解のための図です。平坦だから良いとは限りません。判断は評価画像の結果で行ってください。',
  },
} as const;
