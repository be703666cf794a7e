// Sentences about the devices trainings run on.
export const deviceMessages = {
  'devices.not-here': {
    en: 'The device {device} cannot be reached from this system ({platform}). Nothing was changed. Choose one that `narashi devices` lists.',
    ja: '装置{device}はこのシステム（{platform}）では使えません。何も変更していません。`narashi devices` に表示される装置から選んでください。',
  },
  'devices.not-passed': {
    en: 'The device {device} did not pass its test: {reason}. Trainings go on running where they did. The guide on GPUs (docs/gpu.md) says what each card needs.',
    ja: '装置{device}は診断に合格しませんでした：{reason}。学習に使う装置は変わっていません。必要なものはGPUの手引き（docs/gpu.ja.md）をご覧ください。',
  },
} as const;
