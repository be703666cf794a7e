// Markdown of a guide → blocks the page shows. Only what guides need is understood; anything else fails the build.
import { marked, type Token, type Tokens } from 'marked';
import { type Block, type Guide, guideNames, type Inline, plainText } from '../screens/guide/document.ts';

export interface Picture {
  readonly source: string;
  readonly width: number;
  readonly height: number;
}

/** @param findPicture finds a picture by its address in the text; null where it does not exist (yet): it is left out */
export function parseGuide(markdown: string, findPicture: (address: string) => Picture | null): Guide {
  const blocks = blocksOf(marked.lexer(markdown));
  const [first, ...rest] = blocks;
  if (first?.kind !== 'heading' || first.level !== 1) throw new Error('A guide begins with its title, "# …"');
  const ids = rest.flatMap((block) => (block.kind === 'heading' ? [block.id] : []));
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`Two headings of one guide are called "${twice}"`);
  return { title: plainText(first.inlines), blocks: rest };

  function blocksOf(tokens: readonly Token[]): Block[] {
    return tokens.flatMap((token) => blockOf(token));
  }

  function blockOf(token: Token): Block[] {
    if (token.type === 'space' || token.type === 'hr') return [];
    if (isHeading(token)) {
      const inlines = inlinesOf(token.tokens);
      return [{ kind: 'heading', level: token.depth, id: slug(plainText(inlines)), inlines }];
    }
    if (isParagraph(token)) return paragraphOf(token.tokens);
    if (isText(token)) return [{ kind: 'paragraph', inlines: inlinesOf(token.tokens ?? [token]) }];
    if (isList(token)) {
      return [{ kind: 'list', ordered: token.ordered, items: token.items.map((item) => blocksOf(item.tokens)) }];
    }
    if (isQuote(token)) return [{ kind: 'note', blocks: blocksOf(token.tokens) }];
    if (isCode(token)) return [{ kind: 'code', text: token.text }];
    if (isTable(token)) {
      const cell = ({ tokens }: Tokens.TableCell) => inlinesOf(tokens);
      return [{ kind: 'table', head: token.header.map(cell), rows: token.rows.map((row) => row.map(cell)) }];
    }
    throw new Error(`Guides cannot show ${token.type}: ${token.raw}`);
  }

  function paragraphOf(tokens: readonly Token[]): Block[] {
    const [only, ...others] = tokens;
    if (only && isImage(only) && others.length === 0) {
      const picture = findPicture(only.href);
      return picture ? [{ kind: 'picture', alt: only.text, ...picture }] : [];
    }
    return [{ kind: 'paragraph', inlines: inlinesOf(tokens) }];
  }
}

function inlinesOf(tokens: readonly Token[]): Inline[] {
  return tokens.map(inlineOf);
}

function inlineOf(token: Token): Inline {
  if (isStrong(token)) return { kind: 'strong', inlines: inlinesOf(token.tokens) };
  if (isEmphasis(token)) return { kind: 'emphasis', inlines: inlinesOf(token.tokens) };
  if (isCodespan(token)) return { kind: 'code', text: token.text };
  if (isLink(token)) return { kind: 'link', ...target(token.href), inlines: inlinesOf(token.tokens) };
  if (isText(token) || isEscape(token)) return { kind: 'text', text: token.text.replace(/\s*\n\s*/g, ' ') };
  throw new Error(`Guides cannot show ${token.type}: ${token.raw}`);
}

/** Guides link to guides only: `operator.md#threshold`, `#threshold`. There is no network to follow anything else. */
function target(href: string): { guide: string; at: string } {
  const [, guide = '', at = ''] = /^(?:([a-z-]+)\.md)?(?:#(.+))?$/.exec(href) ?? [];
  const isKnown = guide === '' ? at !== '' : guideNames.some((name) => name === guide);
  if (!isKnown) throw new Error(`Guides cannot link to ${href}`);
  return { guide, at: decodeURIComponent(at) };
}

/** As GitHub names headings, so that the same links hold there. */
export function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

const isHeading = (token: Token): token is Tokens.Heading => token.type === 'heading';
const isParagraph = (token: Token): token is Tokens.Paragraph => token.type === 'paragraph';
const isText = (token: Token): token is Tokens.Text => token.type === 'text';
const isEscape = (token: Token): token is Tokens.Escape => token.type === 'escape';
const isList = (token: Token): token is Tokens.List => token.type === 'list';
const isQuote = (token: Token): token is Tokens.Blockquote => token.type === 'blockquote';
const isCode = (token: Token): token is Tokens.Code => token.type === 'code';
const isTable = (token: Token): token is Tokens.Table => token.type === 'table';
const isImage = (token: Token): token is Tokens.Image => token.type === 'image';
const isStrong = (token: Token): token is Tokens.Strong => token.type === 'strong';
const isEmphasis = (token: Token): token is Tokens.Em => token.type === 'em';
const isCodespan = (token: Token): token is Tokens.Codespan => token.type === 'codespan';
const isLink = (token: Token): token is Tokens.Link => token.type === 'link';
