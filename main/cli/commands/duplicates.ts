// narashi duplicates: pictures of a folder that look alike, above all on both sides of the test; nothing is changed.
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { farthestDuplicate } from '../../../shared/contract/quality.ts';
import type { Split } from '../../../shared/domain/dataset.ts';
import { count } from '../../../shared/text/numbers.ts';
import { ahead } from '../../data/ahead.ts';
import { pictureHash } from '../../data/picture-hash.ts';
import { readImageFile } from '../../data/prepare-file.ts';
import { ImageProblem } from '../../data/raster.ts';
import { alikeGroups } from '../../eval/index.ts';
import { crossValidationRecipe } from '../../services/studies/cross-validation.ts';
import { amount, collect } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { importAnswer, showImport } from '../importing.ts';
import type { Shell } from '../program.ts';
import { withWorkspace, workspaceRoot } from '../session.ts';

const optionSchema = z.object({
  workspace: z.string().optional(),
  ok: z.array(z.string()).default([]),
  distance: z.string().default('4'),
});

const FILES_AT_ONCE = 4;
/** Groups shown. */
const SHOWN = 30;

export function addDuplicates(shell: Shell): void {
  const { session } = shell;
  const { say, output, interruption } = session;
  const command = shell.add('duplicates', 'duplicates.help').argument(`<${say('place.folder')}>`, say('train.folder'));
  command.option(`--distance <${say('place.number')}>`, say('duplicates.distance'));
  command.option(`--ok <${say('place.class')}>`, say('train.ok'), collect);
  shell.run(command, async () => {
    const options = optionSchema.parse(command.optsWithGlobals());
    const distance = amount('--distance', options.distance, say);
    if (!Number.isInteger(distance) || distance > farthestDuplicate) {
      const expected = `0–${farthestDuplicate}`;
      throw new NarashiError('cli.invalid-value', { name: '--distance', value: options.distance, expected });
    }
    const folder = resolve(command.args[0] ?? '');
    return withWorkspace(workspaceRoot(options.workspace), async (workspace) => {
      const imported = await showImport(session, workspace, folder, crossValidationRecipe('fast', [1, 1]), options.ok);
      const { snapshot } = imported;
      const images = [...workspace.store.snapshots.images(snapshot.id)];
      const looked: { path: string; split: Split; label: number; hash: Uint8Array }[] = [];
      let done = 0;
      const hashed = ahead(images, FILES_AT_ONCE, async (image) => ({
        image,
        hash: await look(join(folder, image.path)),
      }));
      for await (const { image, hash } of hashed) {
        interruption.signal.throwIfAborted();
        if (hash) looked.push({ path: image.path, split: image.split, label: image.classIndex, hash });
        if (++done % 50 === 0) output.live(say('duplicates.live', { done: count(done), total: count(images.length) }));
      }
      output.live('');
      const groups = alikeGroups(looked, distance).map(({ members, ...group }) => ({
        images: members.map(({ path, split }) => ({ path, split })),
        ...group,
      }));
      const facts = {
        images: count(looked.length),
        groups: count(groups.length),
        leaking: count(groups.filter(({ leaks }) => leaks).length),
        contradicting: count(groups.filter(({ contradicts }) => contradicts).length),
      };
      output.say('', groups.length === 0 ? say('duplicates.none', facts) : say('duplicates.found', facts));
      for (const group of groups.slice(0, SHOWN)) {
        const signs = [
          ...(group.contradicts ? [say('duplicates.contradicts')] : []),
          ...(group.leaks ? [say('duplicates.leaks')] : []),
        ];
        output.say('', `  ${signs.join(' · ') || say('duplicates.harmless')}`);
        output.say(...group.images.map(({ path, split }) => `    ${path} (${split})`));
      }
      const unreadable = images.length - looked.length;
      if (unreadable > 0) output.say('', say('duplicates.unreadable', { count: count(unreadable) }));
      output.answer({ data: importAnswer(imported, session), groups, unreadable, exitCode: exitCodes.ok });
      return exitCodes.ok;
    });
  });
}

/** Undefined for a picture that cannot be decoded. */
async function look(path: string): Promise<Uint8Array | undefined> {
  try {
    return await pictureHash(await readImageFile(path));
  } catch (error) {
    if (error instanceof ImageProblem) return undefined;
    throw error;
  }
}
