// Words of what is watched on a running line: drift, samples, disk.
export const watchTexts = {
  'watch.alarm': {
    en: 'Drift since {at}, parts {from} to {upTo}: {what}. Look at light, lens and parts; then: narashi review <line> --seen --operator NAME',
    ja: '変化を検出（{at}、部品{from}〜{upTo}）：{what}。照明・レンズ・部品を確認してから：narashi review <ライン> --seen --operator 名前',
  },
  'watch.failed': { en: 'No part is OK: {reason}', ja: 'どの部品もOKにしません：{reason}' },
  'watch.disk': { en: 'Only {gigabytes} GB are left on the disk', ja: 'ディスクの空きが{gigabytes} GBしかありません' },
} as const;
