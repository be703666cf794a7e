// Words of what is watched on a running line: drift, samples, disk.
export const watchTexts = {
  'watch.alarm': {
    en: 'Drift since {at}, parts {from} to {upTo}: {what}. Look at light, lens and parts; then: narashi review <line> --seen --operator NAME',
    ja: '変化を検出（{at}、部品{from}〜{upTo}）：{what}。照明・レンズ・部品を確認してから：narashi review <ライン> --seen --operator 名前',
  },
  'watch.moved': { en: '{name} {usually} → {now}', ja: '{name} {usually} → {now}（中央値）' },
  'watch.share': { en: 'share of {name} {usually} % → {now} %', ja: '{name}の割合 {usually}% → {now}%' },
  'watch.failed': { en: 'No part is OK: {reason}', ja: 'どの部品もOKにしません：{reason}' },
  'watch.disk': { en: 'Only {gigabytes} GB are left on the disk', ja: 'ディスクの空きが{gigabytes} GBしかありません' },
  'watch.measure-brightness': { en: 'brightness', ja: '明るさ' },
  'watch.measure-contrast': { en: 'contrast', ja: 'コントラスト' },
  'watch.measure-sharpness': { en: 'sharpness', ja: '鮮明さ' },
  'watch.measure-colour': { en: 'colour', ja: '色味' },
  'watch.measure-ngScore': { en: 'NG score', ja: 'NGスコア' },
  'watch.measure-distance': { en: 'distance from the training images', ja: '学習画像からの距離' },
} as const;
