// Signed packages for the screens: the site's key, packages made of runs, and the way to the lines' PCs.
import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { packages } from '../../shared/contract/packages.ts';
import { packagePaths } from '../../shared/domain/package.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import { syncFile } from '../data/whole-file.ts';
import { peekMember } from '../export/package/head.ts';
import { publicKeyFile } from '../export/signing/public-key-file.ts';
import { logged } from './activity.ts';
import type { AppContext } from './context.ts';
import { keyView, type Packaging } from './packages/packaging.ts';

const PUBLIC_KEY = 'site.pub.json';

export function createPackagesService(context: AppContext, packaging: Packaging): Implementation<typeof packages> {
  const { workspace, grants, downloads } = context;
  const { shelf } = packaging;
  const destinationOf = (grant: string | undefined) => (grant === undefined ? undefined : grants.write(grant));

  return {
    async key() {
      const found = await packaging.key();
      return { key: found ? keyView(found) : null, hasSystemProtection: packaging.hasSystemProtection };
    },

    makeKey: ({ site, passphrase }) => packaging.makeKey(site, passphrase),

    async savePublicKey({ grant }) {
      const destination = destinationOf(grant);
      const found = await packaging.key();
      if (!found) throw new NarashiError('signing.no-key', {});
      const folder = join(workspace.root, 'tmp', 'downloads');
      const kept = join(folder, `${randomUUID()}.json`);
      await written(destination ?? kept, async (path) => {
        if (destination === undefined) await mkdir(folder, { recursive: true });
        await writeFile(path, publicKeyFile(found));
      });
      if (destination !== undefined) return { path: destination, download: null };
      return { path: PUBLIC_KEY, download: downloads.add({ path: kept, name: PUBLIC_KEY, temporary: true }) };
    },

    async make({ runId, passphrase }, call) {
      const { view } = await packaging.make(runId, passphrase, call);
      return view;
    },

    list: ({ projectId }) => shelf.list(projectId),

    async save({ runId, grant }) {
      const destination = destinationOf(grant);
      const { path: from, view } = await shelf.get(runId);
      if (destination !== undefined) await written(destination, (path) => copyOut(from, path));
      const path = destination ?? view.fileName;
      const download =
        destination === undefined ? downloads.add({ path: from, name: view.fileName, temporary: false }) : null;
      const { projectId } = workspace.store.runs.get(runId);
      logged(context, (log) => log({ kind: 'package.saved', projectId, runId, data: { path } }));
      return { path, download };
    },

    async certificate({ runId }) {
      const { path } = await shelf.get(runId);
      const member = packagePaths.certificate;
      const bytes = await peekMember(path, member);
      if (!bytes) throw new NarashiError('package.member-missing', { path, member });
      return { html: Buffer.from(bytes).toString('utf8') };
    },
  };
}

/** @throws NarashiError package.not-written */
async function written(path: string, write: (path: string) => Promise<void>): Promise<void> {
  try {
    await write(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('package.not-written', { path, reason }, { cause: error });
  }
}

/** Complete or not at all: it may be a stick that is pulled out as soon as the window says that it is saved. */
async function copyOut(from: string, to: string): Promise<void> {
  const temporary = `${to}.tmp`;
  try {
    await copyFile(from, temporary);
    await syncFile(temporary);
    await rename(temporary, to);
  } finally {
    await rm(temporary, { force: true });
  }
}
