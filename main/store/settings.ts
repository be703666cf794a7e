// What the user set for the whole program, and other small values kept between starts: JSON under a key.
import { z } from 'zod';
import { type AppSettings, appSettings, defaultAppSettings } from '../../shared/contract/system.ts';
import type { Connection } from './connection.ts';
import { check, filledText, jsonColumn } from './schemas.ts';

const valueRow = z.object({ value: jsonColumn(z.unknown()) });

export class Settings {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The value kept under the key; undefined where there is none, or one that another version wrote otherwise. */
  get<T>(key: string, schema: z.ZodType<T>): T | undefined {
    const found = this.#connection.get(valueRow, 'SELECT value FROM settings WHERE key = :key', { key });
    return found ? schema.safeParse(found.value).data : undefined;
  }

  /** @throws NarashiError store.invalid */
  set<T>(key: string, schema: z.ZodType<T>, value: T): void {
    this.#connection.run(
      `INSERT INTO settings (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      { key: check(filledText, key, 'setting'), value: JSON.stringify(check(schema, value, `setting ${key}`)) },
    );
  }

  /** Language, theme, operator; what was never set is as delivered. */
  app(): AppSettings {
    const { language, theme, operator } = appSettings.shape;
    return {
      language: this.get('language', language) ?? defaultAppSettings.language,
      theme: this.get('theme', theme) ?? defaultAppSettings.theme,
      operator: this.get('operator', operator) ?? defaultAppSettings.operator,
    };
  }

  /** What is given is set; returns all of them. @throws NarashiError store.invalid */
  changeApp(change: { readonly [K in keyof AppSettings]?: AppSettings[K] | undefined }): AppSettings {
    const { language, theme, operator } = appSettings.shape;
    return this.#connection.transaction(() => {
      if (change.language !== undefined) this.set('language', language, change.language);
      if (change.theme !== undefined) this.set('theme', theme, change.theme);
      if (change.operator !== undefined) this.set('operator', operator, change.operator);
      return this.app();
    });
  }
}
