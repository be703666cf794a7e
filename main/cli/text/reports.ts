// Words of the report for approval on the command line.
export const reportTexts = {
  'place.text': { en: 'text', ja: '文' },
  'report.help': {
    en: 'make the report for approval of a trial: one A4 page with annex (PDF, HTML), figures (JSON, CSV)',
    ja: '試行の上申書を作る：A4 1枚と別紙（PDF・HTML）、数値（JSON・CSV）',
  },
  'report.out': {
    en: 'folder to write into (default: report-<trial> here)',
    ja: '書き込み先フォルダー（既定：このフォルダーの report-<試行番号>）',
  },
  'report.method': {
    en: 'the method proposed (default: the first beside the baseline)',
    ja: '上申する方法（既定：基準以外の最初の方法）',
  },
  'report.budget': {
    en: 'which comparison it rests on (default: equal time where compared)',
    ja: 'もとにする比較（既定：time があれば time）',
  },
  'report.title': { en: 'title of the page', ja: '表題' },
  'report.recipient': { en: 'to whom it is addressed', ja: '宛先' },
  'report.author': { en: 'by whom it is made', ja: '作成者' },
  'report.department': { en: 'department', ja: '部署' },
  'report.proposal': { en: 'what is asked for, in your own words', ja: '上申する内容（自由記述）' },
  'report.input': {
    en: 'a figure of the line, such as escapeCostYen=20000; repeat for several',
    ja: 'ラインの条件（例：escapeCostYen=20000）。複数は繰り返す',
  },
  'report.usual-title': {
    en: 'Training method for visual inspection',
    ja: '外観検査モデルの学習方法について',
  },
  'report.made': { en: 'The report was made:', ja: '上申書を作成しました：' },
} as const;
