// The line of a project for the screens: its settings, its inspection started and stopped, the model it judges with.
import { stat } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { line } from '../../shared/contract/line.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import { logged } from './activity.ts';
import type { AppContext } from './context.ts';
import { freePort, saveForm, settingsOf } from './line/line-form.ts';
import type { Lines } from './line/lines.ts';
import type { Packaging, PackagingCall } from './packages/packaging.ts';
import { liveModelOf } from './registry/line.ts';

/** Where the settings name no operator. */
const NOBODY = '–';

export interface LineParts {
  readonly lines: Lines;
  readonly packaging: Packaging;
}

export function createLineService(context: AppContext, { lines, packaging }: LineParts): Implementation<typeof line> {
  const { workspace, grants } = context;

  /** The run's package, made now where there is none that judges by the present rule under the present key. */
  async function packageOf(runId: number, passphrase: string | undefined, call: PackagingCall): Promise<string> {
    const shelved = await packaging.shelf.find(runId);
    if (shelved?.view.current) return shelved.path;
    const { path } = await packaging.make(runId, passphrase, call);
    return path;
  }

  /** @throws NarashiError line.not-a-folder */
  async function requireFolder(path: string | undefined): Promise<string> {
    const found = path === undefined ? undefined : await stat(path).catch(() => undefined);
    const inside = path === undefined ? '' : relative(workspace.root, path);
    // What a browser sent here lies in the workspace: nobody puts images there again.
    const isOwn = inside === '' || (!inside.startsWith(`..${sep}`) && inside !== '..' && !/^[A-Za-z]:/u.test(inside));
    if (path === undefined || !found?.isDirectory() || isOwn) {
      throw new NarashiError('line.not-a-folder', { path: path ?? '' });
    }
    return path;
  }

  /** Once a project has approved a model its line takes that one only. @throws NarashiError line.not-live */
  function requireLive(projectId: number, runId: number): void {
    const live = liveModelOf(workspace.store, projectId);
    if (live && live.runId !== runId) throw new NarashiError('line.not-live', { run: runId, live: live.runId });
  }

  return {
    view: ({ projectId }) => lines.of(projectId).look(),

    async save({ projectId, form, folder: granted }) {
      const live = lines.of(projectId);
      const watched = granted === undefined ? undefined : await requireFolder(grants.read(granted)[0]);
      const folder = lines.folderOf(projectId);
      const isNew = (await settingsOf(folder)) === undefined;
      const httpPort = isNew ? await freePort(lines.ports()) : form.httpPort;
      await saveForm(folder, { ...form, httpPort }, watched);
      logged(context, (log) => log({ kind: 'line.settings', projectId, data: { line: form.name } }));
      const view = await live.look();
      context.emit.line('status', view);
      return view;
    },

    start: ({ projectId }) => lines.of(projectId).start(),

    async stop({ projectId }) {
      const live = lines.of(projectId);
      const wasInspecting = live.isInspecting;
      const view = await live.stop();
      if (wasInspecting) logged(context, (log) => log({ kind: 'line.stopped', projectId, data: {} }));
      return view;
    },

    async use({ projectId, runId, passphrase }, call) {
      const live = lines.of(projectId);
      const { form, elsewhere } = await live.look();
      if (!form) throw new NarashiError('line.not-set-up', {});
      requireLive(projectId, runId);
      const path = await packageOf(runId, passphrase, call);
      call.signal.throwIfAborted();
      const isOn = live.isInspecting || elsewhere;
      const view = await (isOn ? live.change((client) => client.use(path)) : live.start(path));
      const data = { model: view.model?.name ?? '' };
      logged(context, (log) => log({ kind: 'line.model', projectId, runId, data }));
      return view;
    },

    async rollBack({ projectId }) {
      const view = await lines.of(projectId).change((client) => client.rollBack());
      const data = { model: view.model?.name ?? '' };
      logged(context, (log) => log({ kind: 'line.rolled-back', projectId, data }));
      return view;
    },

    see({ projectId }) {
      const { operator } = workspace.store.settings.app();
      return lines.of(projectId).change((client) => client.see(operator.trim() || NOBODY));
    },
  };
}
