// narashi agreement and duplicates: tables as Excel saves them, pictures saved twice, and input that is refused.
import { appendFile, copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeSampleImages } from '../../../main/data/sample/sample-images.ts';
import { narashi } from '../../support/command-line.ts';
import { temporaryFolder } from '../store/fixture.ts';

describe('narashi agreement', () => {
  async function file(text: string): Promise<string> {
    const path = join(temporaryFolder(), 'opinions.csv');
    await writeFile(path, text);
    return path;
  }

  it('tells kappa of each pair and the images on which they differ', async () => {
    const lines = ['image;Sato;Ito;Abe', 'a.png;OK;OK;', 'b.png;dent;OK;OK', 'c.png;dent;dent;dent', 'd.png;OK;OK;OK'];
    const { code, out } = await narashi('agreement', await file(`\u{feff}${lines.join('\r\n')}`));
    expect(code).toBe(0);
    expect(out).toMatch(/Sato – Ito +4 +75.0 % +0.50/);
    expect(out).toMatch(/Sato – Abe +3 +66.7 %/);
    expect(out).toMatch(/Ito – Abe +3 +100 % +1.00/);
    expect(out).toMatch(/Images on which they differ \(1\)[\s\S]*b\.png +dent +OK +OK/);
  });

  it('answers as JSON, with verdicts of the classes', async () => {
    const text = 'image,Sato,Ito\na,blank,dent\nb,dent,dent\nc,scratch,dent\n';
    const answer: unknown = JSON.parse((await narashi('agreement', await file(text), '--ok', 'blank', '--json')).out);
    expect(answer).toMatchObject({
      pairs: [{ first: 'Sato', second: 'Ito', images: 3, agreed: 1 }],
      disputed: [{ image: 'a' }, { image: 'c' }],
    });
  });

  const refused: readonly (readonly [string, string])[] = [
    ['of one inspector', 'image,Sato\na,OK\n'],
    ['without lines', 'image,Sato,Ito\n'],
    ['in which nobody judged the same', 'image,Sato,Ito\na,OK,\nb,,OK\n'],
    ['that is empty', ''],
  ];
  it.each(refused)('refuses a table %s', async (_, text) => {
    const { code, err } = await narashi('agreement', await file(text));
    expect(code).not.toBe(0);
    expect(err).toContain('cli.no-opinions');
  });
});

describe('narashi duplicates', () => {
  it('finds a picture that was saved twice under different labels', async () => {
    const root = temporaryFolder();
    const folder = join(root, 'images');
    await makeSampleImages(folder, { perClass: 4, classes: ['OK', 'stain'], size: 48 });
    const workspace = ['--workspace', join(root, 'workspace')];
    const before = await narashi('duplicates', folder, '--distance', '0', ...workspace);
    expect(before.out).toMatch(/No two of 8 pictures look alike/);
    const [first = ''] = (await readdir(join(folder, 'OK'))).sort();
    await mkdir(join(folder, 'stain'), { recursive: true });
    const copy = join(folder, 'stain', 'again.png');
    await copyFile(join(folder, 'OK', first), copy);
    // Other bytes behind the same picture.
    await appendFile(copy, Buffer.from('saved again'));
    const { code, out } = await narashi('duplicates', folder, '--distance', '0', ...workspace);
    expect(code).toBe(0);
    expect(out).toMatch(/1 groups look alike among 9 pictures: \d on both sides of the test, 1 with different labels/);
    expect(out).toContain(`OK/${first}`);
    expect(out).toContain('stain/again.png');
  });

  it('refuses a distance at which everything is alike', async () => {
    const { err } = await narashi('duplicates', temporaryFolder(), '--distance', '9');
    expect(err).toContain('cli.invalid-value');
  });
});
