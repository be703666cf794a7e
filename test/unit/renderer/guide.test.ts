// The guides: both languages tell the same, every link leads somewhere, and Markdown becomes blocks without any markup.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPicture } from '../../../renderer/build/guides.ts';
import { collectLicences } from '../../../renderer/build/licences.ts';
import { parseGuide, slug } from '../../../renderer/build/parse-guide.ts';
import { type Block, type Guide, guideNames, type Inline } from '../../../renderer/screens/guide/document.ts';

const root = join(import.meta.dirname, '../../..');
const pathOf = (language: string, name: string) => join(root, 'docs/guide', language, `${name}.md`);
const read = (language: string, name: string): Guide =>
  parseGuide(readFileSync(pathOf(language, name), 'utf8'), (address) => ({ source: address, width: 1, height: 1 }));

const inside = (block: Block): Inline[] => {
  if ('inlines' in block) return [...block.inlines];
  if (block.kind === 'list') return block.items.flat().flatMap(inside);
  if (block.kind === 'note') return block.blocks.flatMap(inside);
  if (block.kind === 'table') return [...block.head, ...block.rows.flat()].flat();
  return [];
};
const headings = ({ blocks }: Guide) => blocks.flatMap((block) => (block.kind === 'heading' ? [block] : []));

describe.each(guideNames)('%s', (name) => {
  it('has the same shape in both languages', () => {
    const shape = (language: string) =>
      read(language, name).blocks.map((block) => {
        if (block.kind === 'table') return `table of ${block.rows.length}`;
        if (block.kind === 'list') return `list of ${block.items.length}`;
        return block.kind === 'heading' ? `heading ${block.level}` : block.kind;
      });
    expect(shape('en')).toEqual(shape('ja'));
  });

  it.each(['ja', 'en'])('links to sections that exist, and to pictures of its own language (%s)', (language) => {
    const guide = read(language, name);
    for (const link of guide.blocks.flatMap(inside).filter((inline) => inline.kind === 'link')) {
      const target = read(language, link.guide === '' ? name : link.guide);
      if (link.at !== '') expect(headings(target).map(({ id }) => id)).toContain(link.at);
    }
    for (const block of guide.blocks) {
      if (block.kind === 'picture')
        expect(block.source).toMatch(new RegExp(`^../../images/${language}/[a-z-]+\\.png$`));
    }
  });
});

describe('a guide', () => {
  const none = () => null;
  it('becomes blocks; a picture that does not exist is left out', () => {
    const text = '# T\n\n## A & B\n\nOne **two** `three`\nfour.\n\n![x](x.png)\n\n1. a\n2. b\n\n> n\n\n[up](#a--b)\n';
    const { title, blocks } = parseGuide(text, none);
    expect([title, blocks.map(({ kind }) => kind)]).toEqual([
      'T',
      ['heading', 'paragraph', 'list', 'note', 'paragraph'],
    ]);
    expect(blocks[1]).toEqual({
      kind: 'paragraph',
      inlines: [
        { kind: 'text', text: 'One ' },
        { kind: 'strong', inlines: [{ kind: 'text', text: 'two' }] },
        { kind: 'text', text: ' ' },
        { kind: 'code', text: 'three' },
        { kind: 'text', text: ' four.' },
      ],
    });
    expect(blocks[2]).toMatchObject({ ordered: true });
  });

  it.each([
    ['markup', '# T\n\n<b onclick="x()">x</b>'],
    ['a block of markup', '# T\n\n<script>x()</script>'],
    ['a link to the network', '# T\n\n[x](https://example.com)'],
    ['a link to code', '# T\n\n[x](javascript:alert(1))'],
    ['an unknown guide', '# T\n\n[x](secrets.md)'],
    ['no title', 'Text'],
    ['one heading twice', '# T\n\n## A\n\n## A'],
  ])('with %s does not build', (_, text) => expect(() => parseGuide(text, none)).toThrow());

  it('names headings as GitHub does', () => {
    expect([slug('1. Get the sample'), slug('見逃しと過検出の帯'), slug('What’s A & B?')]).toEqual([
      '1-get-the-sample',
      '見逃しと過検出の帯',
      'whats-a--b',
    ]);
  });

  it('reads the size of a picture, and knows those that are not there', () => {
    const picture = join(root, 'docs/images/ja/train.png');
    expect(findPicture(resolve(dirname(picture), 'not-there.png'))).toBeNull();
    if (existsSync(picture)) expect(findPicture(picture)).toMatchObject({ source: picture });
    expect(() => findPicture(join(root, 'package.json'))).toThrow('not a PNG');
  });
});

it('licences: every package that is shipped, with its terms', () => {
  const found = collectLicences(root);
  const names = found.map(({ name }) => name);
  const manifest: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  expect(names).toEqual(expect.arrayContaining([...Object.keys(manifest.dependencies), 'svelte', 'uplot', 'electron']));
  expect(names).not.toContain('vitest');
  expect(found.filter(({ licence }) => licence === '')).toEqual([]);
});
