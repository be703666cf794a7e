// A page of the app in a real Chromium, over a plant in memory. What goes wrong unseen (console, page, services) is kept.
import type { Page } from 'playwright-core';
import { contracts } from '../../../shared/contract/index.ts';
import type { AppSettings } from '../../../shared/contract/system.ts';
import { Plant, type PlantContracts } from './plant.ts';
import { openStage, type Stage } from './stage.ts';
import { takeTab } from './tab.ts';

export interface Scene {
  readonly page: Page;
  readonly plant: Plant;
  readonly stage: Stage<PlantContracts>;
  /** Errors on the console, exceptions, refused content, failures of services. */
  readonly mishaps: () => unknown[];
  close(): Promise<void>;
}

export interface SceneOptions {
  readonly settings?: Partial<AppSettings>;
  readonly setup?: (plant: Plant) => void;
}

const { projects, images, imports, system } = contracts;

export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const plant = new Plant();
  plant.settings = { ...plant.settings, ...options.settings };
  options.setup?.(plant);
  const stage = await openStage({ projects, images, imports, system }, (emit) => plant.services(emit));
  const { page, complaints, leave } = await takeTab();
  return {
    page,
    plant,
    stage,
    mishaps: () => [...complaints, ...stage.failures],
    close: async () => {
      await leave();
      stage.close();
    },
  };
}

/** Opens an address of the app, such as `#/projects`, and waits for its heading. */
export async function visit({ page, stage }: Pick<Scene, 'page' | 'stage'>, hash: string): Promise<void> {
  await page.goto(`${stage.url}${hash}`);
  await page.locator('h1, .viewer').first().waitFor();
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** Three classes, some images without one. */
export function bolts(plant: Plant): void {
  plant.add(
    'M8ボルト 頭部の外観検査',
    [
      { name: '良品', verdict: 'OK', images: 300 },
      { name: 'キズ', verdict: 'NG', images: 60 },
      { name: '欠け', verdict: 'NG', images: 20 },
    ],
    12,
  );
}
