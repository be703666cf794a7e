// Sentences about the report for approval.
export const reportMessages = {
  'reports.not-found': {
    en: 'There is no report {id}. Nothing was changed. Look for it in the list of reports of the trial.',
    ja: '上申書{id}は見つかりません。何も変更していません。試行の上申書の一覧で確認してください。',
  },
  'reports.file-changed': {
    en: 'The file of report {id} is missing or was altered: {path}. It is not handed out. Make the report anew from its trial.',
    ja: '上申書{id}のファイルがないか、書き換えられています：{path}。このファイルは出力しません。試行から上申書を作り直してください。',
  },
  'reports.not-written': {
    en: 'The report could not be written: {reason}. The trial and earlier reports are kept. Free disk space or check the permissions of the folder, then make it again.',
    ja: '上申書を書き込めませんでした：{reason}。試行とこれまでの上申書は残っています。ディスクの空きとフォルダーの権限を確認し、もう一度作成してください。',
  },
  'reports.no-printer': {
    en: 'No PDF was made: this PC has no Chrome, Edge or Chromium to print it with. All other files are complete. Open the HTML file in any browser and print it to PDF, or name a browser in NARASHI_BROWSER.',
    ja: 'PDFは作成していません。印刷に使うChrome・Edge・ChromiumがこのPCにありません。ほかのファイルはすべて揃っています。HTMLファイルをブラウザーで開いてPDFに印刷するか、環境変数 NARASHI_BROWSER でブラウザーを指定してください。',
  },
  'reports.not-printed': {
    en: 'No PDF was made: {reason}. All other files are complete. Open the HTML file in a browser and print it to PDF.',
    ja: 'PDFを作成できませんでした：{reason}。ほかのファイルはすべて揃っています。HTMLファイルをブラウザーで開いてPDFに印刷してください。',
  },
} as const;
