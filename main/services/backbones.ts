// Networks from elsewhere for the screens.
import type { backbones } from '../../shared/contract/backbones.ts';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import { type StartChild, startChild } from '../jobs/control/child.ts';
import { logged } from './activity.ts';
import { addBackbone, lookAtBackbone, removeBackbone } from './backbones/keeping.ts';
import type { AppContext } from './context.ts';

export function createBackbonesService(
  context: AppContext,
  { startChild: start = startChild }: { readonly startChild?: StartChild } = {},
): Implementation<typeof backbones> {
  const { workspace, grants, emit } = context;
  const { store } = workspace;
  const pathOf = (grant: string): string => {
    const [path] = grants.read(grant);
    if (path === undefined) throw new NarashiError('services.not-granted', {});
    return path;
  };

  return {
    list: () => store.backbones.list().map((card) => ({ card, runs: store.backbones.runsWith(card.id).length })),

    look: ({ grant, corrections }, { signal }) =>
      lookAtBackbone(workspace, pathOf(grant), corrections, { start, signal }),

    async add({ grant, corrections }, { signal }) {
      const card = await addBackbone(workspace, pathOf(grant), corrections, { start, signal });
      logged(context, (log) => log({ kind: 'backbone.added', data: { name: card.name } }));
      emit.backbones('changed', {});
      return card;
    },

    async remove({ id }) {
      const { name } = store.backbones.get(id);
      await removeBackbone(workspace, id);
      logged(context, (log) => log({ kind: 'backbone.removed', data: { name } }));
      emit.backbones('changed', {});
      return {};
    },
  };
}
