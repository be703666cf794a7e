// What becomes of each class of the source: proposed from what was found, then changed by the user.
import type { ImportReport } from '../../../../shared/contract/imports.ts';
import type { ProjectClass } from '../../../../shared/contract/projects.ts';
import type { Verdict } from '../../../../shared/domain/dataset.ts';

export interface Decision {
  readonly source: string;
  readonly include: boolean;
  /** Null: without a class. */
  readonly target: string | null;
  readonly verdict: Verdict;
}

/** Everything is imported; images outside any class folder come without a class. */
export function propose({ classes }: ImportReport): Decision[] {
  return classes.map(({ source, verdict }) => ({
    source,
    include: true,
    target: classNameOf(source),
    verdict,
  }));
}

/** A folder's name as the name of a class: composed as the app keeps names, one line, not too long. */
function classNameOf(source: string): string | null {
  const line = source.normalize('NFC').replace(/\p{Cc}/gu, ' ');
  return line.trim().slice(0, 100).toWellFormed().trim() || null;
}

/** The class of the project a decision leads to, if there is one: its verdict then counts. */
export function existing(decision: Decision, classes: readonly ProjectClass[]): ProjectClass | undefined {
  return classes.find(({ name }) => name === decision.target?.normalize('NFC'));
}

/** How many images would be imported. */
export function chosenImages({ classes }: ImportReport, decisions: readonly Decision[]): number {
  const included = new Set(decisions.filter(({ include }) => include).map(({ source }) => source));
  return classes.filter(({ source }) => included.has(source)).reduce((sum, { images }) => sum + images, 0);
}

/** The one verdict that all classes of the project would have; null where both occur, or where there is none. */
export function onlyVerdict(decisions: readonly Decision[], classes: readonly ProjectClass[]): Verdict | null {
  const chosen = decisions
    .filter(({ include, target }) => include && target !== null)
    .map((decision) => existing(decision, classes)?.verdict ?? decision.verdict);
  const all = new Set([...chosen, ...classes.map(({ verdict }) => verdict)]);
  const [only] = all;
  return all.size === 1 && only ? only : null;
}
