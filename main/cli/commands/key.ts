// narashi key: the key this site signs its packages with, made once, and its public half to carry to the lines.
import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { publicKeyFile } from '../../export/signing/public-key-file.ts';
import { makeSiteKey, readSiteKey, type SiteIdentity } from '../../export/signing/site-key.ts';
import { siteKeyPath } from '../../services/packages/make-package.ts';
import { recordKey } from '../../services/registry/recorded.ts';
import { exitCodes } from '../exit.ts';
import { pairs } from '../format/table.ts';
import { askPassphrase } from '../passphrase.ts';
import type { Shell } from '../program.ts';
import { withWorkspace, workspaceRoot } from '../session.ts';
import { requireWritable } from '../training.ts';

const optionSchema = z.object({
  workspace: z.string().optional(),
  site: z.string().optional(),
  passphraseFile: z.string().optional(),
  out: z.string().optional(),
});

export function addKey(shell: Shell): void {
  const { say, output } = shell.session;
  const key = shell.add('key', 'key.help');
  const shown = ({ site, createdAt, publicKey, protection }: SiteIdentity) =>
    pairs(
      [
        [say('key.site'), site],
        [say('key.id'), publicKey.id],
        [say('key.made'), createdAt],
        [say('key.protection'), say(`key.by-${protection}`)],
      ],
      '  ',
    );
  const answer = ({ site, createdAt, publicKey, protection }: SiteIdentity) => ({
    site,
    keyId: publicKey.id,
    publicKey: publicKey.text,
    createdAt,
    protection,
  });

  const make = shell.add('make', 'key.make', key);
  make.requiredOption(`--site <${say('place.site')}>`, say('key.site-option'));
  make.option(`--passphrase-file <${say('place.file')}>`, say('key.passphrase-file'));
  shell.run(make, async () => {
    const { workspace: root, site = '', passphraseFile } = optionSchema.parse(make.optsWithGlobals());
    return withWorkspace(workspaceRoot(root), async (workspace) => {
      const path = siteKeyPath(workspace.root);
      workspace.store.audit.requireFit();
      if (await readSiteKey(path)) throw new NarashiError('signing.key-exists', { path });
      const opening = await askPassphrase({ file: passphraseFile, prompt: say('key.prompt-new') });
      const identity = await makeSiteKey(path, { site, opening, now: new Date() });
      recordKey(workspace.store, identity);
      output.say(say('key.was-made'), ...shown(identity), '', say('key.advice', { path }));
      output.answer({ ...answer(identity), path, exitCode: exitCodes.ok });
      return exitCodes.ok;
    });
  });

  const show = shell.add('show', 'key.show', key);
  show.option(`--out <${say('place.file')}>`, say('key.out'));
  shell.run(show, async () => {
    const { workspace: root, out } = optionSchema.parse(show.optsWithGlobals());
    await requireWritable(out);
    return withWorkspace(workspaceRoot(root), async (workspace) => {
      const identity = await readSiteKey(siteKeyPath(workspace.root));
      if (!identity) throw new NarashiError('signing.no-key', {});
      output.say(...shown(identity));
      if (out !== undefined) {
        await writeFile(out, publicKeyFile(identity));
        output.say('', say('key.written', { path: out }));
      }
      output.answer({ ...answer(identity), path: out ?? null, exitCode: exitCodes.ok });
      return exitCodes.ok;
    });
  });
}
