// Saves what a service keeps for one download.

export function startDownload(id: string, name: string): void {
  const link = document.createElement('a');
  link.href = `/download/${encodeURIComponent(id)}`;
  link.download = name;
  link.click();
}
