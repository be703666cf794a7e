// Taking the audit log up again after its head did not fit: on a person's word, which stays in the log.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type AuditReport, faultsOfHead } from '../../../shared/domain/audit.ts';
import type { Store } from '../../store/index.ts';

/** @throws NarashiError registry.unsigned; audit.fits where there is nothing to take up */
export function continueAudit(store: Store, reason: string): AuditReport {
  if (reason.trim() === '') throw new NarashiError('registry.unsigned', {});
  store.transaction(() => {
    const { finding } = store.audit.verify();
    if (!finding || !faultsOfHead.includes(finding.fault)) throw new NarashiError('audit.fits', {});
    const data = { reason: reason.trim(), fault: finding.fault, at: finding.sequence };
    store.audit.goOn({ kind: 'audit.continued', subject: 'workspace', data });
  });
  return store.verifyAudit();
}
