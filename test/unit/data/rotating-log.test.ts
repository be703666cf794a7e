// The log of background work stays small and never stops anything.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openLog } from '../../../main/data/rotating-log.ts';
import { temporaryFolder } from '../store/fixture.ts';

const now = () => new Date('2026-01-02T03:04:05Z');

it('writes lines with the time', () => {
  const root = temporaryFolder();
  const log = openLog(root, 'jobs', now);
  log('train 7: started');
  log('train 7: 終了');
  const expected = '2026-01-02T03:04:05.000Z train 7: started\n2026-01-02T03:04:05.000Z train 7: 終了\n';
  expect(readFileSync(join(root, 'logs', 'jobs.log'), 'utf8')).toBe(expected);
});

it('keeps the newest few files', () => {
  const root = temporaryFolder();
  const log = openLog(root, 'jobs', now);
  const big = 'x'.repeat(600_000);
  for (let line = 0; line < 12; line++) log(`${line} ${big}`);
  expect(readdirSync(join(root, 'logs')).sort()).toEqual(['jobs.1.log', 'jobs.2.log', 'jobs.3.log', 'jobs.log']);
  expect(readFileSync(join(root, 'logs', 'jobs.log'), 'utf8')).toContain('Z 11 x');
  expect(readFileSync(join(root, 'logs', 'jobs.1.log'), 'utf8')).toContain('Z 8 x');
});

it('is silent where nothing can be written', () => {
  const root = temporaryFolder();
  writeFileSync(join(root, 'logs'), '');
  expect(() => openLog(root, 'jobs', now)('lost')).not.toThrow();
});
