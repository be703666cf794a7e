// Builds the renderer once before the tests that open it in a browser.
import { build } from 'vite';

export default async function buildRenderer(): Promise<void> {
  await build({ configFile: 'vite.config.ts', logLevel: 'warn' });
}
