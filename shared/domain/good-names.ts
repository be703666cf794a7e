// Names that plants give to good parts.

const goodNames: ReadonlySet<string> = new Set([
  ...['ok', 'good', 'pass', 'passed', 'normal', 'accept', 'accepted', '良品', '良', '正常', '合格', '合格品', 'ｏｋ'],
]);

export function isGoodName(name: string): boolean {
  return goodNames.has(name.toLowerCase().trim());
}
