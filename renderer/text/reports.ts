// Words of the report for approval: its form, its preview, and the reports made before.
import type { Texts } from '../../shared/text/voice.ts';

export const reportTexts = {
  'report.open': { en: 'Report for approval', ja: '上申書を作る' },
  'report.title': { en: 'Report for approval', ja: '上申書' },
  'report.lead': {
    en: 'One A4 page with stamp boxes, and an annex with every figure. Fill in what should stand on it; the page beside it follows.',
    ja: 'A4 1枚（押印欄つき）と、全数値の別紙です。記入すると右の紙面に反映されます。',
  },
  'form.title': { en: 'Title', ja: '表題' },
  'form.usual-title': { en: 'Training method for visual inspection', ja: '外観検査モデルの学習方法について' },
  'form.recipient': { en: 'To', ja: '宛先' },
  'form.recipient-hint': { en: 'such as: Plant manager', ja: '例：工場長' },
  'form.department': { en: 'Department', ja: '部署' },
  'form.author': { en: 'Prepared by', ja: '作成者' },
  'form.proposal': { en: 'What is asked for', ja: '上申内容' },
  'form.proposal-hint': { en: 'In your own words, up to 600 characters', ja: 'ご自身の言葉で、600字まで' },
  'form.method': { en: 'Method proposed', ja: '上申する方法' },
  'form.budget': { en: 'Rests on the comparison', ja: 'もとにする比較' },
  'form.language': { en: 'Language', ja: '言語' },
  'preview.title': { en: 'The page as it will be', ja: '紙面の見本' },
  'report.make': { en: 'Make the report', ja: '上申書を作成' },
  'report.made': {
    en: 'Report {report} was made. Save it below.',
    ja: '上申書{report}を作成しました。下の一覧から保存できます。',
  },
  'list.title': { en: 'Reports of this trial', ja: 'この試行の上申書' },
  'list.none': { en: 'None was made yet.', ja: 'まだ作成していません。' },
  'list.pages': { en: '{pages} pages', ja: '{pages}ページ' },
  'list.save': { en: 'Save report {report} as {format}', ja: '上申書{report}を保存：{format}' },
  'list.saved': { en: 'Saved: {path}', ja: '保存しました：{path}' },
  'list.downloaded': {
    en: 'Given to the browser as a download: {path}',
    ja: 'ブラウザーでダウンロードしました：{path}',
  },
} as const satisfies Texts;
