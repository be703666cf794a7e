// narashi verify: whether a package is as it was signed, by whom, and judges its samples on this PC as it did at home.
import { z } from 'zod';
import { checkSamples } from '../../export/package/check-samples.ts';
import { verifyPackage } from '../../export/package/verify.ts';
import { startEngine } from '../../jobs/engine.ts';
import { siteKeyPath } from '../../services/packages/make-package.ts';
import { requireTrusted, trustedKeys } from '../../services/packages/trust.ts';
import { collect } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { packageLines } from '../format/package.ts';
import type { Shell } from '../program.ts';
import { workspaceRoot } from '../session.ts';

const optionSchema = z.object({
  workspace: z.string().optional(),
  key: z.array(z.string()).default([]),
  run: z.boolean().default(true),
});

export function addVerify(shell: Shell): void {
  const { say, output } = shell.session;
  const command = shell.add('verify', 'verify.help').argument(`<${say('place.package')}>`, say('verify.package'));
  command.option(`--key <${say('place.file')}>`, say('verify.key'), collect);
  command.option('--no-run', say('verify.no-run'));
  shell.run(command, async () => {
    const { workspace: root, key, run } = optionSchema.parse(command.optsWithGlobals());
    const verified = await verifyPackage(command.args[0] ?? '');
    // Where there is no workspace none is made: a line's PC has none.
    const keys = await trustedKeys(key, siteKeyPath(workspaceRoot(root)));
    const { site, publicKey } = requireTrusted(verified, keys);
    const { manifest } = verified;
    output.say(
      say('verify.intact', { files: manifest.files.length }),
      say('verify.signed', { site, key: publicKey.id }),
    );
    const engine = run ? startEngine({ threads: 1 }) : undefined;
    try {
      const samples = engine ? await checkSamples(engine.executor, verified) : null;
      if (samples) {
        const { largestDifference, otherPixels } = samples;
        const difference = largestDifference.toExponential(1);
        output.say(say('verify.samples', { samples: samples.samples, difference }));
        if (otherPixels > 0) output.say(say('verify.other-pixels', { count: otherPixels }));
      }
      output.say('', ...packageLines(manifest, say));
      output.answer({ intact: true, site, keyId: publicKey.id, samples, manifest, exitCode: exitCodes.ok });
      return exitCodes.ok;
    } finally {
      await engine?.close();
    }
  });
}
