// Text as a search compares it: small and capital letters alike, and full-width and half-width forms alike.
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
