// Looks up names that come from files: `constructor` and its like must not find what every object inherits.

export function lookup<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
