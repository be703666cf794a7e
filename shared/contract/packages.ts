// Signed packages for the line: the key of this site, packages made of finished runs, and their way out of the app.
import { z } from 'zod';
import { modelKinds } from '../domain/package.ts';
import { method, service } from '../rpc/contract.ts';
import { amount, count, grant, identity, moment, name, nothing, share, text } from './common.ts';

/** What a new key is kept under: the account of this PC, or words that only people know. */
export const keyProtections = ['system', 'passphrase'] as const;

export const siteKey = z.object({
  site: z.string(),
  /** First digits of the digest of the public key: what people compare. */
  keyId: z.string(),
  createdAt: moment,
  protection: z.enum(keyProtections),
});
export type SiteKey = z.infer<typeof siteKey>;

const counted = z.object({ count, total: count });

export const packageForm = z.object({
  kind: z.enum(modelKinds),
  /** Inside the package. */
  file: z.string(),
  right: counted,
  escaped: counted.nullable(),
  overkilled: counted.nullable(),
  /** Against the judgements of training. */
  parity: z.object({ images: count, disagreements: count, largestDifference: z.number() }),
  /** Milliseconds of one image on the PC that made it; null where it was not timed. */
  latency: z.object({ p50: amount, p95: amount }).nullable(),
});
export type PackageForm = z.infer<typeof packageForm>;

export const madePackage = z.object({
  runId: identity,
  fileName: z.string(),
  bytes: count,
  createdAt: moment,
  site: z.string(),
  keyId: z.string(),
  /** The rule it judges by; null: the most probable class. */
  rule: z.object({ okBelow: share, ngFrom: share }).nullable(),
  /** Whether that is still the rule of the run, the key still this site's, and an approval of the model in it. */
  current: z.boolean(),
  samples: count,
  forms: z.array(packageForm),
  /** Forms that could not be made, and why. */
  leftOut: z.array(z.string()),
});
export type MadePackage = z.infer<typeof madePackage>;

/** Never shown, logged or kept. */
export const passphrase = text.min(1).max(200);

const one = z.strictObject({ runId: identity });
const saved = z.object({ path: z.string(), download: z.string().nullable() });

export const packages = service(
  'packages',
  {
    /** The key of this site, and whether this host can keep one under the account of this PC. */
    key: method(nothing, z.object({ key: siteKey.nullable(), hasSystemProtection: z.boolean() })),
    /** Without a passphrase the system protects it. */
    makeKey: method(z.strictObject({ site: name.max(80), passphrase: passphrase.optional() }), siteKey),
    /** The public half, for the PCs of the lines. Without a grant it is kept for one download. */
    savePublicKey: method(z.strictObject({ grant: grant.optional() }), saved),
    /** Proves every form on all test images and signs what it wrote; takes the place of the run's earlier package. */
    make: method(
      z.strictObject({ runId: identity, passphrase: passphrase.optional() }),
      madePackage,
      z.object({ done: count, total: count }),
    ),
    /** Of all runs of the project, the newest first. */
    list: method(z.strictObject({ projectId: identity }), z.array(madePackage)),
    save: method(z.strictObject({ runId: identity, grant: grant.optional() }), saved),
    /** The certificate inside the run's package, a document of its own. */
    certificate: method(one, z.object({ html: z.string() })),
  },
  { changed: z.object({ projectId: identity.nullable() }) },
);
