// Any failure → the sentence a person reads, in the language of the settings.
import { describe, NarashiError } from '../../shared/contract/errors/index.ts';
import { settings } from './settings.svelte.ts';
import { toasts } from './toasts.svelte.ts';

export function sentenceOf(error: unknown): string {
  if (error instanceof NarashiError) return error.in(settings.language);
  return describe(
    'ui.unexpected',
    { reason: error instanceof Error ? error.message : String(error) },
    settings.language,
  );
}

export function isCancelled(error: unknown): boolean {
  return error instanceof NarashiError && error.code === 'rpc.cancelled';
}

/** Shows a failure that has no place of its own on the screen. */
export function report(error: unknown): void {
  if (!isCancelled(error)) toasts.show(() => sentenceOf(error), 'problem');
}
