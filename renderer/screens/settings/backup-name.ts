// The file name a backup is proposed with: sorted by day and minute in any folder.

export function backupName(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  return `narashi-${day}-${two(now.getHours())}${two(now.getMinutes())}.zip`;
}
