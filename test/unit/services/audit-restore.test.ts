// The audit log through a backup and its restore: it goes on from the restored entries and names the head that was replaced.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createSystemService } from '../../../main/services/system.ts';
import { openWorkspace, type Workspace } from '../../../main/services/workspace.ts';
import { contextOver, temporaryFolder } from './workspace.ts';

const call = { signal: new AbortController().signal, progress: () => undefined };

const append = ({ store }: Workspace, subject: string) =>
  store.audit.append({ kind: 'gates.changed', subject, data: {} });

it('an older backup is restored: the log fits, and shows where entries were left behind', async () => {
  const root = await temporaryFolder();
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const { context } = contextOver(openWorkspace(root));
  const service = createSystemService(context, { host: 'browser', notices: [], restart: () => undefined });
  append(context.workspace, 'project:1');
  const path = join(root, 'backup.zip');
  await service.backUp({ grant: context.grants.add({ kind: 'write', path }) }, call);
  const lost = append(context.workspace, 'project:2');
  await service.restore({ grant: context.grants.add({ kind: 'read', paths: [path] }) }, call);
  context.workspace.close();

  const restored = openWorkspace(root);
  onTestFinished(restored.close);
  const { audit } = restored.store;
  const replaced = { state: 'read', count: 2, hash: lost.hash };
  expect(audit.list({ limit: 9 })).toMatchObject([
    { sequence: 2, kind: 'workspace.restored', data: { backup: 'backup.zip', replaced } },
    { sequence: 1, subject: 'project:1' },
  ]);
  expect(audit.verify()).toMatchObject({ entries: 2, finding: null, gaps: [{ sequence: 2, data: { replaced } }] });
  expect(append(restored, 'project:3').sequence).toBe(3);
});
