// The audit log: what it records of the way of a model to the line, and what a check of the log may find.
import type { JsonObject } from './run.ts';

export const auditKinds = [
  /** A model went from one stage to another, approval aside. */
  'model.moved',
  'model.approved',
  /** An approval that the gates did not let through. */
  'model.refused',
  /** Gates that had not passed and were passed over, with the reason; the approval follows. */
  'gates.overridden',
  'model.rolled-back',
  'gates.changed',
  'golden.versioned',
  'rule.set',
  'rule.cleared',
  'package.written',
  'key.made',
  /** A backup took the place of the workspace; names the head of the log that was replaced. */
  'workspace.restored',
  /** The log was taken up again although its head did not fit; names what was found of the head. */
  'audit.continued',
] as const;
export type AuditKind = (typeof auditKinds)[number];

/** An entry to add. `data` says all there is to know of it, without looking anything up. */
export interface AuditDraft {
  readonly kind: AuditKind;
  /** What it is about: `run:12`, `project:3`, `key:…`, `workspace`. */
  readonly subject: string;
  readonly data: JsonObject;
}

export interface AuditEntry {
  /** 1, 2, … without a gap. */
  readonly sequence: number;
  readonly at: string;
  /** As set in the settings; empty where none is. */
  readonly operator: string;
  /** One of `auditKinds`, or of a later version. */
  readonly kind: string;
  readonly subject: string;
  readonly data: JsonObject;
  /** SHA-256 of the entry before; of the first one zeros. */
  readonly previous: string;
  /** SHA-256 of the canonical JSON of all the others. */
  readonly hash: string;
}

/** How far the log goes: kept in a file of its own, so that a log cut short is noticed. */
export interface AuditHead {
  readonly count: number;
  readonly hash: string;
}

/** Before the first entry. */
export const emptyHead: AuditHead = { count: 0, hash: '0'.repeat(64) };

export const auditFaults = [
  /** An entry is not as it was written. */
  'changed',
  /** The number that should follow is not there. */
  'missing',
  /** It does not follow from the entry before it: others stood there, or another order. */
  'unchained',
  /** An entry that the head does not know of. */
  'inserted',
  /** The head knows of entries that are not there. */
  'cut-off',
  /** The last entry is not the one the head names. */
  'head-differs',
  'head-missing',
  'head-unreadable',
  /** A stage, gate settings or a golden set that no entry speaks of, or not so. */
  'unrecorded',
] as const;
export type AuditFault = (typeof auditFaults)[number];

/** What only concerns the end of the log. An entry that was changed stays wrong, whatever anybody says. */
export const faultsOfHead: readonly AuditFault[] = [
  'inserted',
  'cut-off',
  'head-differs',
  'head-missing',
  'head-unreadable',
];

export interface AuditFinding {
  readonly fault: AuditFault;
  /** The first entry that does not fit. */
  readonly sequence: number;
}

/** An entry that goes on from another head than the one that was there: after a restore, or on a person's word. */
export interface AuditGap {
  readonly sequence: number;
  readonly at: string;
  readonly operator: string;
  readonly kind: string;
  readonly data: JsonObject;
}

export interface AuditReport {
  readonly entries: number;
  /** Of the last entry: noted elsewhere, it proves later that nothing before it was changed. */
  readonly hash: string;
  /** Null: every entry and the head fit. */
  readonly finding: AuditFinding | null;
  /** Do not make the log wrong, but show where entries may have been left behind. */
  readonly gaps: AuditGap[];
}
