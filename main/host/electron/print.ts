// Prints a report to PDF in a window that nobody sees: sandboxed, without scripts.
import { readFile, writeFile } from 'node:fs/promises';
import { BrowserWindow } from 'electron';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { PrintPdf } from '../../services/reports/print-with-browser.ts';

export const printInWindow: PrintPdf = async (from, to) => {
  const page = (await readFile(from)).toString('base64');
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, javascript: false } });
  try {
    // The only kind of address beside the app's own that a window may load.
    await window.loadURL(`data:text/html;charset=utf-8;base64,${page}`);
    const pdf = await window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true });
    await writeFile(to, pdf);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('reports.not-printed', { reason }, { cause: error });
  } finally {
    window.destroy();
  }
};
