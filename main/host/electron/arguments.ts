// The words Electron was started with, as far as they are ours.
import { resolve } from 'node:path';
import type { Language } from '../../../shared/contract/errors/index.ts';
import { chooseLanguage, optionValue } from '../../../shared/text/language.ts';
import { defaultWorkspaceRoot } from '../../services/workspace.ts';

export function readRoot(argv: readonly string[]): string {
  return resolve(optionValue(argv, '--workspace') ?? defaultWorkspaceRoot());
}

/** @param systemLanguages as Electron tells them: desktops start programs without the variables of a terminal */
export function readLanguage(argv: readonly string[], systemLanguages: readonly string[]): Language {
  return chooseLanguage(argv, {}, systemLanguages[0] ?? 'ja');
}
