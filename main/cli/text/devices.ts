// Words of the devices trainings can run on.
export const deviceTexts = {
  'devices.help': {
    en: 'Show what trainings can run on, test it, choose it',
    ja: '学習に使える装置の一覧・診断・選択',
  },
  'devices.test': {
    en: 'test every GPU that can be reached against the CPU',
    ja: '使えるGPUをすべて診断（CPUと比較）',
  },
  'devices.use': {
    en: 'train on it from now on: auto, cpu, cuda, dml, webgpu, coreml or tfjs',
    ja: '今後の学習に使う装置（auto・cpu・cuda・dml・webgpu・coreml・tfjs）',
  },
  'devices.device': { en: 'device', ja: '装置' },
  'devices.precision': { en: 'precision', ja: '精度' },
  'devices.precision-help': {
    en: 'of trainings on a GPU from now on: auto (mixed where it passed its test and was faster), float32 or mixed',
    ja: '今後のGPUでの学習の精度：auto（診断に合格し速い場合だけ混合精度）・float32・mixed（混合精度）',
  },
  'devices.processor': { en: 'Processor: {name}, {threads} threads', ja: 'プロセッサー：{name}（{threads}スレッド）' },
  'devices.adapter': { en: 'Graphics card: {name}{driver}{memory}', ja: 'グラフィックス：{name}{driver}{memory}' },
  'devices.driver': { en: ', driver {driver}', ja: '、ドライバー{driver}' },
  'devices.memory': { en: ', {size} GB', ja: '、メモリー{size} GB' },
  'devices.no-adapters': {
    en: 'Graphics cards: the system names none',
    ja: 'グラフィックス：システムから情報を得られません',
  },
  'devices.none': {
    en: 'No GPU can be reached from this system: trainings run on the CPU.',
    ja: 'このシステムから使えるGPUはありません。CPUで学習します。',
  },
  'devices.name': { en: 'device', ja: '装置' },
  'devices.state': { en: 'test', ja: '診断' },
  'devices.speed': { en: 'speed against CPU', ja: 'CPU比の速さ' },
  'devices.difference': { en: 'difference', ja: '差' },
  'devices.state.untested': { en: 'not tested yet', ja: '未診断' },
  'devices.state.passed': { en: 'passed', ja: '合格' },
  'devices.state.slower': { en: 'right, but not faster', ja: '計算は正しいが速くない' },
  'devices.state.differs': { en: 'computes something else', ja: '計算結果が一致しない' },
  'devices.state.unavailable': { en: 'not available', ja: '使えません' },
  'devices.state.failed': { en: 'broke off', ja: '途中で失敗' },
  'devices.state.crashed': { en: 'its driver ended the test', ja: 'ドライバーが異常終了' },
  'devices.state.lost': { en: 'stopped during a training', ja: '学習中に停止' },
  'devices.detail': { en: '{device}: {detail}', ja: '装置{device}：{detail}' },
  'devices.testing': { en: 'Testing … (a driver may need a minute)', ja: '診断中…（1分ほどかかることがあります）' },
  'devices.mixed.passed': {
    en: '{device}, mixed precision: passed, {speedup} times as fast as float32, a step differs by {difference} %',
    ja: '{device}・混合精度：合格（float32の{speedup}倍の速さ、1ステップの差{difference}%）',
  },
  'devices.mixed.slower': {
    en: '{device}, mixed precision: right, but not faster ({speedup} times float32, a step differs by {difference} %)',
    ja: '{device}・混合精度：計算は正しいが速くない（float32の{speedup}倍、1ステップの差{difference}%）',
  },
  'devices.mixed.differs': {
    en: '{device}, mixed precision: not used, a step differs by {difference} %',
    ja: '{device}・混合精度：使いません（1ステップの差{difference}%）',
  },
  'devices.mixed.unavailable': {
    en: '{device}, mixed precision: not available, float32 is used: {detail}',
    ja: '{device}・混合精度：使えないためfloat32で計算します：{detail}',
  },
  'devices.used-mixed': { en: 'Precision: mixed', ja: '精度：混合精度' },
  'devices.used': { en: 'The next training runs on {name}: {reason}', ja: '次の学習に使う装置：{name}（{reason}）' },
  'devices.reason.chosen': { en: 'chosen', ja: '選択済み' },
  'devices.reason.fastest': { en: 'the fastest that passed its test', ja: '診断に合格した中で最速' },
  'devices.reason.none': { en: 'no GPU can be reached from this system', ja: '使えるGPUがないため' },
  'devices.reason.untested': {
    en: 'no GPU was tested yet; test with: narashi devices --test',
    ja: 'GPUが未診断のため。診断：narashi devices --test',
  },
  'devices.reason.not-passed': { en: 'no GPU passed its test', ja: '診断に合格したGPUがないため' },
  'devices.reason.choice-not-passed': {
    en: 'the chosen GPU has no passed test on this machine, driver and version; test with: narashi devices --test',
    ja: '選んだGPUが今のPC・ドライバー・版で診断に合格していないため。診断：narashi devices --test',
  },
} as const;
