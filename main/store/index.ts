// Public face of the store.
export { auditHeadName, readHead } from './audit-head.ts';
export type { AuditQuery } from './audit-log.ts';
export { restoreBackup } from './backup.ts';
export type { Judged } from './evaluations.ts';
export { type FileLock, tryLock } from './file-lock.ts';
export type { ImportJob } from './import-jobs.ts';
export { type LineCheck, LineStore, type ModelChange, openLineStore } from './line/line-store.ts';
export type { JournalPart, OutcomeCounts, PartDraft, PictureMeasures } from './line/parts.ts';
export type { Review } from './line/reviews.ts';
export type { Opinion } from './opinions.ts';
export type { Cell } from './predictions.ts';
export type { ReportFile, ReportRecord } from './reports.ts';
export type { RunStart } from './runs.ts';
export type { Import, Imported } from './snapshots.ts';
export { openStore, type Store } from './store.ts';
export type { StudyDraft, StudyRecord } from './studies.ts';
export type { TrialRecord } from './trials.ts';
