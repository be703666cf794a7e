// What signing and packaging tell the audit log.
import type { PackageManifest } from '../../../shared/domain/package.ts';
import type { SiteIdentity } from '../../export/signing/site-key.ts';
import type { Store } from '../../store/index.ts';

/** @throws NarashiError audit.head-differs */
export function recordKey({ audit }: Store, { site, publicKey, protection }: SiteIdentity): void {
  const data = { site, keyId: publicKey.id, publicKey: publicKey.text, protection };
  audit.append({ kind: 'key.made', subject: `key:${publicKey.id}`, data });
}

/** @throws NarashiError audit.head-differs */
export function recordPackage(
  { audit }: Store,
  made: { readonly path: string; readonly sha256: string; readonly manifest: PackageManifest },
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
}
