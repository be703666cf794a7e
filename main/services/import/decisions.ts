// What the user decided about each class found, checked against what was found and completed where nothing was said.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { ClassDecision, ImportReport } from '../../../shared/contract/imports.ts';
import type { Verdict } from '../../../shared/domain/dataset.ts';

const nameLength = 100;

/** The name a class of the project gets from a folder or list: one line, not too long; null for none. */
export function classNameOf(source: string): string | null {
  const line = source
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
    .toWellFormed();
  return line.trim().slice(0, nameLength).toWellFormed().trim() || null;
}

/**
 * Source → decision, for every class found.
 * @throws NarashiError imports.unknown-class, imports.two-verdicts, imports.nothing-chosen
 */
export function resolveDecisions(
  { classes }: Pick<ImportReport, 'classes'>,
  decided: readonly ClassDecision[],
  isInProject: (name: string) => boolean,
): ReadonlyMap<string, ClassDecision> {
  const decisions = new Map<string, ClassDecision>();
  for (const { source, verdict } of classes) {
    decisions.set(source, { source, include: true, target: classNameOf(source), verdict });
  }
  for (const decision of decided) {
    if (!decisions.has(decision.source)) throw new NarashiError('imports.unknown-class', { name: decision.source });
    decisions.set(decision.source, { ...decision, target: decision.target?.normalize('NFC') ?? null });
  }
  const verdicts = new Map<string, Verdict>();
  let images = 0;
  for (const { source, images: found } of classes) {
    const decision = decisions.get(source);
    if (!decision?.include) continue;
    images += found;
    const { target, verdict } = decision;
    if (target === null || isInProject(target)) continue;
    if ((verdicts.get(target) ?? verdict) !== verdict) throw new NarashiError('imports.two-verdicts', { name: target });
    verdicts.set(target, verdict);
  }
  if (images === 0) throw new NarashiError('imports.nothing-chosen', {});
  return decisions;
}
