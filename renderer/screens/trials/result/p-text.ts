// A p-value as it is written: three places, never as if it were zero.

export function pText(value: number): string {
  return value < 0.001 ? '< 0.001' : value.toFixed(3);
}
