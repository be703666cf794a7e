// What a training method is called on screen; one that is not known keeps the name it was stored with.
import { methods } from '../../shared/domain/recipe.ts';
import type { SayOf } from '../../shared/text/voice.ts';
import type { runTexts } from '../text/runs.ts';

export function methodName(method: string, say: SayOf<typeof runTexts>): string {
  const known = methods.find((one) => one === method);
  return known ? say(`method.${known}`) : method;
}
