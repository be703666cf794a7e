// What every command has in hand: the language, the output, the signal of Ctrl-C, the workspace.
import { resolve } from 'node:path';
import { keepBox } from '../services/backbones/box.ts';
import { defaultWorkspaceRoot, openWorkspace, type Workspace } from '../services/workspace.ts';
import type { Interruption } from './interruption.ts';
import type { Output } from './output.ts';
import type { Voice } from './text.ts';

export interface Session {
  readonly say: Voice;
  readonly output: Output;
  readonly interruption: Interruption;
  readonly debug: boolean;
}

export function workspaceRoot(given: string | undefined): string {
  return resolve(given ?? defaultWorkspaceRoot());
}

/** Opens a workspace for the length of `use`. */
export async function withWorkspace<T>(root: string, use: (workspace: Workspace) => Promise<T>): Promise<T> {
  const workspace = openWorkspace(root);
  try {
    await keepBox(workspace);
    return await use(workspace);
  } finally {
    workspace.close();
  }
}

/** What a command to type next needs to find the same workspace. */
export function workspaceWords(given: string | undefined): string[] {
  return given === undefined ? [] : ['--workspace', given];
}
