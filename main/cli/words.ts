// Names of things that several commands say.
import type { Recipe } from '../../shared/domain/recipe.ts';
import type { Voice } from './text.ts';

export function methodName({ method, mode, optimizer }: Recipe, say: Voice): string {
  if (method === 'samar') return say('method.samar', { mode });
  return method === 'sgd' ? say(`method.${optimizer}`) : say(`method.${method}`);
}
