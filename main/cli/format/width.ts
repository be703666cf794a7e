// Text in columns of a terminal, where a Japanese character takes two.
import stringWidth from 'string-width';

export type Align = 'left' | 'right';

export function pad(text: string, width: number, align: Align = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'left' ? text + space : space + text;
}

/** No wider than `width`; what is left out is marked by … */
export function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let short = '';
  for (const { segment } of segmenter.segment(text)) {
    if (stringWidth(short + segment) > width - 1) break;
    short += segment;
  }
  return `${short}…`;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Must not begin a line. */
const closing = /^[、。，．：；」』）】〉》！？・ー％々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;!?)\]}%”’]/u;
const opening = /[「『（【〈《([{“‘]$/u;
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}、。，．：；「」『』（）！？・ー％～]/u;

/** Breaks at spaces and between Japanese characters. Line breaks in the text stay. */
export function wrap(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, Math.max(10, width)))
    .join('\n');
}

function wrapLine(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text)) {
    if (stringWidth((line + piece).trimEnd()) > width && line.trim()) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else line += piece;
  }
  return [...lines, line.trimEnd()].join('\n');
}

/** What may not be broken: words with the space behind them, single Japanese characters with their punctuation. */
function pieces(text: string): string[] {
  const found: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    const last = found.at(-1);
    const joins =
      last !== undefined &&
      (segment === ' ' ||
        closing.test(segment) ||
        opening.test(last) ||
        !(last.endsWith(' ') || isBreak(last, segment)));
    if (joins) found[found.length - 1] = last + segment;
    else found.push(segment);
  }
  return found;
}

const isBreak = (before: string, after: string) => wide.test(before.slice(-1)) || wide.test(after);
