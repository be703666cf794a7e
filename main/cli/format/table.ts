// Plain tables for terminals and logs.
import stringWidth from 'string-width';
import { type Align, pad } from './width.ts';

export interface Column {
  readonly title: string;
  readonly align?: Align;
}

/** Header, rule and rows; columns as wide as their widest cell. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], indent = ''): string[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(stringWidth(title), ...rows.map((row) => stringWidth(row[index] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    (
      indent + columns.map(({ align }, index) => pad(cells[index] ?? '', widths[index] ?? 0, align)).join('  ')
    ).trimEnd();
  const rule = indent + widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(columns.map(({ title }) => title)), rule, ...rows.map(line)];
}

/** Names on the left, values on the right of them. */
export function pairs(rows: readonly (readonly [name: string, value: string])[], indent = ''): string[] {
  const width = Math.max(0, ...rows.map(([name]) => stringWidth(name)));
  return rows.map(([name, value]) => `${indent}${pad(name, width)}  ${value}`.trimEnd());
}
