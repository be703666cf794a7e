// Backbones are looked at, kept and removed: the file first, then the row that names it, so that no row is ever without a file.
import { rm, stat } from 'node:fs/promises';
import type { BackboneCorrections, LookedBackbone } from '../../../shared/contract/backbones.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { BackboneCard } from '../../../shared/domain/backbone.ts';
import { freeName } from '../../../shared/domain/free-name.ts';
import { type BackbonePayload, type BackboneResult, backboneResult } from '../../jobs/backbone-messages.ts';
import type { StartChild } from '../../jobs/control/child.ts';
import { untilAborted } from '../../jobs/control/until-aborted.ts';
import { backbonePath } from '../../jobs/run-files.ts';
import type { Workspace } from '../workspace.ts';

export interface Looking {
  readonly start: StartChild;
  readonly signal: AbortSignal;
}

/** @throws NarashiError backbone.*, onnx.*, jobs.* */
export async function lookAtBackbone(
  { store }: Workspace,
  path: string,
  corrections: BackboneCorrections,
  looking: Looking,
): Promise<LookedBackbone> {
  const result = await looked({ path, corrections, keepIn: null }, looking);
  return { ...result, isKnown: store.backbones.list().some(({ id }) => id === result.card.id) };
}

/** @throws NarashiError backbone.exists, backbone.preprocessing-unknown, backbone.*, onnx.*, jobs.* */
export async function addBackbone(
  { root, store }: Workspace,
  path: string,
  corrections: BackboneCorrections,
  looking: Looking,
): Promise<BackboneCard> {
  const { card } = await looked({ path, corrections, keepIn: root }, looking);
  if (card.preprocessing.known === 'unknown')
    throw new NarashiError('backbone.preprocessing-unknown', { name: card.name });
  return addNamed(store, card);
}

/** Under a name that no other has. @throws NarashiError backbone.exists */
export function addNamed({ backbones }: Workspace['store'], card: BackboneCard): BackboneCard {
  const names = new Set(backbones.list().map(({ name }) => name));
  const named = { ...card, name: freeName(card.name, (wanted) => names.has(wanted)) };
  backbones.add(named);
  return named;
}

/** @throws NarashiError backbone.in-box, backbone.in-use, backbone.not-found */
export async function removeBackbone({ root, store }: Workspace, id: string): Promise<void> {
  const { name, origin } = store.backbones.get(id);
  if (origin === 'box') throw new NarashiError('backbone.in-box', { name });
  store.backbones.remove(id);
  // A file that stays behind because something holds it is in nobody's way.
  await rm(backbonePath(root, id), { force: true }).catch(() => undefined);
}

async function looked(payload: BackbonePayload, { start, signal }: Looking): Promise<BackboneResult> {
  return backboneResult.parse(await untilAborted(start('backbone', payload), signal));
}

/** Of a backbone's file; null where it is gone. */
export async function keptBytes({ root }: Workspace, id: string): Promise<number | null> {
  return stat(backbonePath(root, id)).then(
    ({ size }) => size,
    () => null,
  );
}
