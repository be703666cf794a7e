// A project as typed: its number or its name.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { ProjectRecord } from '../../shared/domain/project.ts';
import type { Store } from '../store/index.ts';
import type { Voice } from './text.ts';

/** @throws NarashiError projects.not-found, cli.invalid-value */
export function projectNamed(store: Store, typed: string, say: Voice): ProjectRecord {
  if (/^\d{1,15}$/u.test(typed)) return store.projects.get(Number(typed));
  const found = store.projects.list({ archived: true }).filter(({ settings }) => settings.name === typed);
  const [project] = found;
  if (project && found.length === 1) return project;
  throw new NarashiError('cli.invalid-value', {
    name: `<${say('place.project')}>`,
    value: typed,
    expected: say('expected.project'),
  });
}
