// Language and theme: known at the first paint from this browser's memory, then from the app's settings.
import type { AppSettings } from '../../shared/contract/system.ts';
import { type Api, useApi } from './api.ts';

const memory = 'narashi.appearance';

class Settings {
  language: AppSettings['language'] = $state('ja');
  theme: AppSettings['theme'] = $state('system');
  operator = $state('');
  /** Whether the app's own settings have arrived. */
  loaded = $state(false);

  constructor() {
    const [language, theme] = (localStorage.getItem(memory) ?? '').split(' ');
    if (language === 'ja' || language === 'en') this.language = language;
    if (theme === 'light' || theme === 'dark') this.theme = theme;
    this.#show();
  }

  /** Follows the app's settings, whichever window changes them. */
  async follow(api: Api): Promise<void> {
    api.system.on('settings', (settings) => this.#take(settings));
    this.#take(await api.system.settings({}));
  }

  /** Shown at once, and kept by the app; as before where it refuses. */
  async change(change: Partial<AppSettings>): Promise<void> {
    const { language, theme, operator } = this;
    this.#take({ language, theme, operator, ...change });
    try {
      await useApi().system.change(change);
    } catch (error) {
      this.#take({ language, theme, operator });
      throw error;
    }
  }

  #take({ language, theme, operator }: AppSettings): void {
    this.language = language;
    this.theme = theme;
    this.operator = operator;
    this.loaded = true;
    localStorage.setItem(memory, `${language} ${theme}`);
    this.#show();
  }

  #show(): void {
    const root = document.documentElement;
    root.lang = this.language;
    if (this.theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = this.theme;
  }
}

export const settings = new Settings();
