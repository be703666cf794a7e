// A line on the real runtime: every part judged as its package says, from folder and HTTP, kept once, told to all, while
// models are changed, refused and brought back.

import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import sharp from 'sharp';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { settingsPath } from '../../main/inspect/line-folder.ts';
import { type OpenedLine, openLine } from '../../main/services/line/open-line.ts';
import { openLineStore } from '../../main/store/index.ts';
import { type MadeLine, madeLine, makeSignedPackage } from '../support/made-line.ts';

const answered = z.object({ id: z.number(), outcome: z.string(), reference: z.string().nullable() });
const toldParts = z.object({ parts: z.array(z.object({ id: z.number() })) });

const root = mkdtempSync(join(tmpdir(), 'narashi-inspect-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let made: MadeLine;
let opened: OpenedLine[] = [];
let seed = 10;
beforeEach(async () => {
  made = await madeLine(root, 24, 'unlike', seed++);
  change({ http: null });
  opened = [];
});
afterEach(async () => {
  for (const each of opened) await each.close();
});

/** Settings beside those a new line has. */
function change(settings: object): void {
  const path = settingsPath(made.folder);
  const before: object = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...before, ...settings }));
}

async function start(packagePath?: string) {
  const each = await openLine({ folder: made.folder, packagePath });
  opened.push(each);
  return each.line;
}

async function stop(): Promise<void> {
  await opened.pop()?.close();
}

const until = async (isSo: () => boolean) => {
  for (const from = performance.now(); !isSo(); ) {
    if (performance.now() - from > 20_000) throw new Error('not within 20 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const incoming = () => readdirSync(made.incoming);
const place = (name: string) => join(made.incoming, name);
const expected = () => Array.from(made.pictures, ([name, { verdict }]) => [name, verdict]);
const journal = () => {
  const store = openLineStore(join(made.folder, 'inspection.db'));
  try {
    return store.parts.since(0, 1e6);
  } finally {
    store.close();
  }
};
const verdicts = () =>
  journal()
    .map(({ name, outcome }) => [name, outcome])
    .sort();

describe('a watched folder', () => {
  it('is judged as the package says, each image once, then lies by its verdict and in the CSV', async () => {
    await start(made.packagePath);
    for (const [name, { bytes }] of made.pictures) writeFileSync(place(name), bytes);
    await until(() => incoming().length === 0);
    await stop();
    expect(verdicts()).toEqual(expected().sort());
    expect(new Set(expected().map(([, verdict]) => verdict)).size).toBe(3);
    for (const { outcome, image, name } of journal()) {
      expect(image).toMatch(new RegExp(`^images/${outcome}/\\d{4}-\\d\\d-\\d\\d/\\d+-${name}$`));
      expect(
        readFileSync(join(made.folder, image ?? '')).equals(made.pictures.get(name)?.bytes ?? Buffer.alloc(0)),
      ).toBe(true);
    }
    const [file = ''] = readdirSync(join(made.folder, 'results'));
    const rows = readFileSync(join(made.folder, 'results', file), 'utf8')
      .trim()
      .split('\r\n')
      .slice(1);
    expect(rows.map((row) => [row.split(',')[3], row.split(',')[4]]).sort()).toEqual(expected().sort());
  });

  it('waits for what is still being written, and takes what is renamed into it', async () => {
    await start(made.packagePath);
    const [slow, renamed] = [...made.pictures];
    if (!slow || !renamed) throw new Error('two pictures');
    const half = Math.floor(slow[1].bytes.length / 2);
    writeFileSync(place(slow[0]), slow[1].bytes.subarray(0, half));
    writeFileSync(place('.half'), renamed[1].bytes);
    renameSync(place('.half'), place(renamed[0]));
    await until(() => incoming().length === 1);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(incoming()).toEqual([slow[0]]);
    await appendFile(place(slow[0]), slow[1].bytes.subarray(half));
    await until(() => incoming().length === 0);
    await stop();
    expect(verdicts()).toEqual([slow, renamed].map(([name, { verdict }]) => [name, verdict]).sort());
  });

  it('holds what is no picture to be an error, and goes on', async () => {
    const line = await start(made.packagePath);
    const [[name, { bytes, verdict }]] = [...made.pictures].slice(0, 1) as [
      [string, { bytes: Uint8Array; verdict: string }],
    ];
    writeFileSync(place('text.png'), 'no picture');
    writeFileSync(place('empty.png'), '');
    writeFileSync(place(name), bytes);
    await until(() => incoming().length === 0);
    expect(line.report()).toMatchObject({ ready: true, fault: 'none', counts: { error: 2 } });
    await stop();
    expect(Object.fromEntries(verdicts())).toEqual({ 'text.png': 'error', 'empty.png': 'error', [name]: verdict });
  });

  it('may be kept as it is: what was judged before is not judged again', async () => {
    change({ folder: { path: made.incoming, afterwards: 'keep' } });
    const line = await start(made.packagePath);
    for (const [name, { bytes }] of made.pictures) writeFileSync(place(name), bytes);
    await until(() => line.report().counts.OK + line.report().counts.NG + line.report().counts.review === 24);
    await stop();
    const again = await start();
    writeFileSync(place('new.png'), [...made.pictures.values()][0]?.bytes ?? '');
    await until(() => again.store.parts.lastId() === 25);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(again.store.parts.lastId()).toBe(25);
    expect(incoming()).toHaveLength(25);
  });

  it('that is gone makes the line not ready, and ready again when it is back', async () => {
    const line = await start(made.packagePath);
    renameSync(made.incoming, `${made.incoming}-away`);
    await until(() => !line.report().ready);
    expect(line.report().reason).toMatchObject({ code: 'line.folder', data: { path: made.incoming } });
    renameSync(`${made.incoming}-away`, made.incoming);
    await until(() => line.report().ready);
  });
});

describe('HTTP', () => {
  const token = 'a-token-of-some-length';
  const send = async (line: { port: number | undefined }, bytes: Uint8Array, headers: Record<string, string> = {}) => {
    const response = await fetch(`http://127.0.0.1:${line.port}/inspect`, {
      method: 'POST',
      body: new Uint8Array(bytes),
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
    return answered.parse(await response.json());
  };

  it('judges alike, many at once, and keeps the images of doubtful parts', async () => {
    change({ folder: null, http: { port: freePort(), token } });
    const line = await start(made.packagePath);
    const answers = await Promise.all(
      Array.from(made.pictures, async ([name, { bytes }]) => [
        name,
        (await send(line, bytes, { 'x-image-name': encodeURIComponent(name) })).outcome,
      ]),
    );
    expect(answers).toEqual(expected());
    await stop();
    for (const { outcome, image } of journal()) expect(image !== null).toBe(outcome === 'review');
  });

  it('shows where the class was seen, when asked, in the size of the picture', async () => {
    change({ folder: null, http: { port: freePort(), token } });
    const line = await start(made.packagePath);
    const bytes = [...made.pictures.values()][0]?.bytes ?? new Uint8Array();
    const response = await fetch(`http://127.0.0.1:${line.port}/inspect?heatmap=1`, {
      method: 'POST',
      body: new Uint8Array(bytes),
      headers: { authorization: `Bearer ${token}` },
    });
    const { heatmap } = z.object({ heatmap: z.base64() }).parse(await response.json());
    const [shown, original] = [await sharp(Buffer.from(heatmap, 'base64')).metadata(), await sharp(bytes).metadata()];
    expect([shown.format, shown.width, shown.height]).toEqual(['png', original.width, original.height]);
  });

  it('gives the same part for the same key, also at once and after a restart', async () => {
    change({ folder: null, http: { port: freePort(), token } });
    const bytes = [...made.pictures.values()][0]?.bytes ?? new Uint8Array();
    const key = { 'idempotency-key': 'part-1', 'x-part': '77' };
    const line = await start(made.packagePath);
    const [one, two] = await Promise.all([send(line, bytes, key), send(line, bytes, key)]);
    await stop();
    const three = await send(await start(), bytes, key);
    expect([one?.id, two?.id, three.id]).toEqual([1, 1, 1]);
    expect(three).toMatchObject({ reference: '77', outcome: one?.outcome });
  });
});

describe('the model of a line', () => {
  it('is changed and brought back while parts go on, and the one in use is found again after a restart', async () => {
    const other = await makeSignedPackage(join(root, `other-${seed}.zip`), 12, 'class', seed + 500);
    const line = await start(made.packagePath);
    const first = line.report().model?.name;
    const judged: Promise<unknown>[] = [];
    const drop = () => {
      for (const { bytes } of made.pictures.values()) {
        const common = { source: 'stdin', reference: null, identity: null, hasImage: false } as const;
        judged.push(line.inspect({ ...common, name: 'x', bytes, completeAt: performance.now() }));
      }
    };
    drop();
    const swapped = line.swap(other.packagePath);
    drop();
    const second = (await swapped).name;
    drop();
    await line.rollBack();
    drop();
    await Promise.all(judged);
    expect(second).not.toBe(first);
    const models = line.store.parts.since(0, 1e6).map(({ model }) => model);
    expect(models).toHaveLength(96);
    expect(new Set(models)).toEqual(new Set([first, second]));
    expect(models.at(-1)).toBe(first);
    expect(line.store.modelChanges(9).map(({ action }) => action)).toEqual(['rollback', 'swap', 'load']);
    await stop();
    expect((await start()).report().model?.name).toBe(first);
  });

  it('stays where a package is refused: altered, of a strange key, not approved', async () => {
    change({ approvedOnly: false });
    const line = await start(made.packagePath);
    const before = line.report().model?.name;
    const altered = join(root, `altered-${seed}.zip`);
    const bytes = Buffer.from(readFileSync(made.packagePath));
    bytes.writeUInt8(bytes.readUInt8(5_000) ^ 1, 5_000);
    writeFileSync(altered, bytes);
    await expect(line.swap(altered)).rejects.toMatchObject({ code: /^package\./ });
    await expect(line.swap(join(root, 'nowhere.zip'))).rejects.toMatchObject({ code: 'package.not-found' });
    await expect(line.rollBack()).rejects.toMatchObject({ code: 'line.no-previous' });
    expect(line.report()).toMatchObject({ ready: true, model: { name: before } });
    await stop();
    change({ approvedOnly: true });
    await expect(openLine({ folder: made.folder })).rejects.toMatchObject({ code: 'line.not-approved' });
    rmSync(join(made.folder, 'keys'), { recursive: true });
    await expect(openLine({ folder: made.folder })).rejects.toMatchObject({ code: 'package.key-unknown' });
  });

  it('that was altered on this PC is not used', async () => {
    await start(made.packagePath);
    await stop();
    const [name = ''] = readdirSync(join(made.folder, 'models')).filter((each) => each.endsWith('.zip'));
    const path = join(made.folder, 'models', name);
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 300) ^ 4, bytes.length - 300);
    writeFileSync(path, bytes);
    await expect(openLine({ folder: made.folder })).rejects.toMatchObject({ code: /^package\./ });
  });
});

describe('a line', () => {
  it('is inspected by one program at a time', async () => {
    await start(made.packagePath);
    await expect(openLine({ folder: made.folder })).rejects.toMatchObject({ code: 'line.in-use' });
    await stop();
    await start();
  });

  it('needs a model, and settings that can be read', async () => {
    await expect(openLine({ folder: made.folder })).rejects.toMatchObject({ code: 'line.no-model' });
    change({ taktMilliseconds: 'fast' });
    await expect(openLine({ folder: made.folder })).rejects.toMatchObject({ code: 'line.settings' });
    change({ taktMilliseconds: 1000, folder: null });
    await expect(openLine({ folder: made.folder })).rejects.toMatchObject({ code: 'line.no-source' });
    rmSync(settingsPath(made.folder));
    await expect(openLine({ folder: made.folder })).rejects.toMatchObject({ code: 'line.settings' });
    expect(existsSync(join(made.folder, 'line.lock'))).toBe(true);
  });

  it('tells another system of every part, in order, when that can be reached again', async () => {
    const told: number[] = [];
    let refusals = 2;
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        response.statusCode = refusals-- > 0 ? 503 : 204;
        if (response.statusCode === 204) {
          const { parts } = toldParts.parse(JSON.parse(body));
          told.push(...parts.map(({ id }) => id));
        }
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    change({ webhook: { url: `http://127.0.0.1:${port}/results` } });
    const line = await start(made.packagePath);
    for (const [name, { bytes }] of made.pictures) writeFileSync(place(name), bytes);
    await until(() => line.report().untold.length === 1);
    await until(() => told.length === 24);
    expect(told).toEqual(Array.from({ length: 24 }, (_, at) => at + 1));
    await until(() => line.report().untold.length === 0);
    await stop();
    server.close();
  });
});

let nextPort = 20_000 + (process.pid % 20_000);
function freePort(): number {
  return nextPort++;
}
