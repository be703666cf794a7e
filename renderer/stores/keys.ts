// Key strokes as text: `Ctrl+Z`, `Shift+ArrowLeft`, `1`, `?`. Command on a Mac counts as Ctrl.

export interface Stroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Letters in capitals. Shift is named only with keys it does not change. */
export function strokeOf({ key, ctrlKey, metaKey, shiftKey, altKey }: Stroke): string {
  const named = key.normalize('NFKC').length > 1;
  const plain = key === ' ' ? 'Space' : named ? key : key.normalize('NFKC').toUpperCase();
  const shifted = shiftKey && (named || plain === 'Space' || /^[A-Z]$/.test(plain));
  const parts = [ctrlKey || metaKey ? 'Ctrl' : '', altKey ? 'Alt' : '', shifted ? 'Shift' : '', plain];
  return parts.filter((part) => part !== '').join('+');
}

const shown: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
};

/** The keys of a stroke as they are printed on a keyboard. */
export function keyCaps(stroke: string): string[] {
  return stroke.split(/(?<=.)\+(?=.)/).map((key) => shown[key] ?? key);
}
