// Where the window was last, and whether that place is still on a screen.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const stateSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  isMaximised: z.boolean(),
});
export type WindowState = z.infer<typeof stateSchema>;

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const smallestSize = { width: 1_000, height: 640 } as const;
const usualSize = { width: 1_366, height: 860 } as const;
/** So much of its upper edge must be on a screen for a window to be caught with the mouse, pixels. */
const grip = 120;

/** Bounds for a new window: the remembered ones where they still fit the screens, else the system's choice of place. */
export function windowBounds(remembered: WindowState | undefined, screens: readonly Area[]): Partial<Area> {
  const { width = usualSize.width, height = usualSize.height } = remembered ?? {};
  const screen = remembered && screens.find((area) => canBeCaught(remembered, area));
  const largest = screen ?? screens[0];
  const size = {
    width: Math.max(smallestSize.width, Math.min(width, largest?.width ?? width)),
    height: Math.max(smallestSize.height, Math.min(height, largest?.height ?? height)),
  };
  return remembered && screen ? { x: remembered.x, y: remembered.y, ...size } : size;
}

function canBeCaught(window: Area, screen: Area): boolean {
  const right = Math.min(window.x + window.width, screen.x + screen.width);
  const left = Math.max(window.x, screen.x);
  return right - left >= grip && window.y >= screen.y && window.y <= screen.y + screen.height - grip;
}

export function readWindowState(file: string): WindowState | undefined {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // None yet, or damaged: the usual place.
    return undefined;
  }
}

/** Best effort. */
export function keepWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(state));
    renameSync(`${file}.new`, file);
  } catch {
    // The next start opens at the usual place.
  }
}
