// Names that must not meet: ` (2)`, ` (3)` … is added until one is free.

/** `name` itself, or the first of `name (2)`, `name (3)` … that is not taken; in paths, before the extension. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name;
  const extension = /(?<=[^/])\.[^./]*$/u.exec(name)?.[0] ?? '';
  const stem = name.slice(0, name.length - extension.length);
  for (let number = 2; ; number++) {
    const candidate = `${stem} (${number})${extension}`;
    if (!isTaken(candidate)) return candidate;
  }
}
