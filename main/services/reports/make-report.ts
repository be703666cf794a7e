// The files of a report: HTML, JSON and CSV always, a PDF where the PC can print one.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { ReportFormat } from '../../../shared/contract/reports.ts';
import { digest } from '../../jobs/run-files.ts';
import type { ReportFile } from '../../store/index.ts';
import { reportDocument } from '../../trials/report/document.ts';
import type { ReportData } from '../../trials/report/report-data.ts';
import { reportCsv, reportJson } from '../../trials/report/tables.ts';
import type { PrintPdf } from './print-with-browser.ts';

export interface MadeReport {
  readonly files: readonly ReportFile[];
  readonly pages: number | null;
  /** Why there is no PDF. */
  readonly withoutPdf: NarashiError | null;
}

export const reportFileName = (format: ReportFormat) => `report.${format}`;

/** Writes into `folder`, which is there. @throws NarashiError reports.not-written */
export async function makeReport(data: ReportData, folder: string, printPdf: PrintPdf): Promise<MadeReport> {
  const path = (format: ReportFormat) => join(folder, reportFileName(format));
  try {
    const texts = { html: reportDocument(data), json: reportJson(data), csv: reportCsv(data) } as const;
    await writeFile(path('html'), texts.html);
    await writeFile(path('json'), texts.json);
    await writeFile(path('csv'), texts.csv);
    const withoutPdf = await printed(path('html'), path('pdf'), printPdf);
    const formats: readonly ReportFormat[] = withoutPdf ? ['html', 'json', 'csv'] : ['pdf', 'html', 'json', 'csv'];
    const files = await Promise.all(formats.map((format) => describe(format, path(format))));
    return { files, pages: withoutPdf ? null : pagesOf(await readFile(path('pdf'))), withoutPdf };
  } catch (error) {
    if (error instanceof NarashiError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('reports.not-written', { reason }, { cause: error });
  }
}

async function printed(from: string, to: string, printPdf: PrintPdf): Promise<NarashiError | null> {
  try {
    await printPdf(from, to);
    return null;
  } catch (error) {
    if (error instanceof NarashiError) return error;
    throw error;
  }
}

async function describe(format: ReportFormat, path: string): Promise<ReportFile> {
  const bytes = await readFile(path);
  return { format, bytes: bytes.length, sha256: digest(bytes) };
}

/** Pages of a PDF as Chromium writes it: its page objects stand in the file as they are. Null where none is found. */
export function pagesOf(pdf: Buffer): number | null {
  return pdf.toString('latin1').match(/\/Type\s*\/Page(?![A-Za-z])/gu)?.length ?? null;
}
