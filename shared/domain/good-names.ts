// Names that plants give to good parts and to bad ones.

const goodNames: ReadonlySet<string> = new Set([
  ...['ok', 'good', 'pass', 'passed', 'normal', 'accept', 'accepted', '良品', '良', '正常', '正常品', '合格', '合格品'],
]);
const badNames: ReadonlySet<string> = new Set([
  ...['ng', 'bad', 'fail', 'failed', 'defect', 'defective', 'reject', '不良', '不良品', '異常', '不合格', '不合格品'],
]);

/** Full-width letters as half-width ones. */
function fold(name: string): string {
  return name.normalize('NFKC').toLowerCase().trim();
}

export function isGoodName(name: string): boolean {
  return goodNames.has(fold(name));
}

/** Whether a name says good or bad by itself. */
export function isVerdictName(name: string): boolean {
  return isGoodName(name) || badNames.has(fold(name));
}
