// What signing and packaging leave in the store: entries of the audit log, and the packages themselves.
import type { PackageManifest } from '../../../shared/domain/package.ts';
import type { SiteIdentity } from '../../export/signing/site-key.ts';
import type { PackageDraft, Store } from '../../store/index.ts';

/** @throws NarashiError audit.head-differs */
export function recordKey({ audit }: Store, { site, publicKey, protection }: SiteIdentity): void {
  const data = { site, keyId: publicKey.id, publicKey: publicKey.text, protection };
  audit.append({ kind: 'key.made', subject: `key:${publicKey.id}`, data });
}

/** @throws NarashiError audit.head-differs */
export function recordPackage(
  { audit, packages }: Store,
  made: Pick<PackageDraft, 'path' | 'bytes' | 'sha256'> & { readonly manifest: PackageManifest },
): void {
  const { name, createdAt, keyId, run, rule, models } = made.manifest;
  const data = {
    name,
    createdAt,
    keyId,
    path: made.path,
    sha256: made.sha256,
    model: run.export,
    rule,
    files: models.map(({ kind, path, parity }) => ({ kind, path, disagreements: parity.disagreements })),
  };
  audit.append({ kind: 'package.written', subject: `run:${run.id}`, data });
  packages.add({ runId: run.id, ...made });
}
