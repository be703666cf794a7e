// Which test images go into the package as its golden samples: of every class, from the surest to the most doubtful.

/** Of a class; of all. */
const [EACH, ALL] = [4, 48];

export interface Candidate {
  readonly classIndex: number;
  readonly ngScore: number;
}

/** Places of the chosen, ascending: evenly over the scores of each class, both ends included. */
export function chooseSamples(candidates: readonly Candidate[], classes: number): number[] {
  const each = Math.max(1, Math.min(EACH, Math.floor(ALL / classes)));
  const chosen = new Set<number>();
  for (let classIndex = 0; classIndex < classes; classIndex++) {
    const own = candidates
      .flatMap((candidate, place) => (candidate.classIndex === classIndex ? [{ ...candidate, place }] : []))
      .sort((a, b) => a.ngScore - b.ngScore || a.place - b.place);
    const steps = Math.min(each, own.length);
    for (let step = 0; step < steps; step++) {
      const at = steps === 1 ? 0 : Math.round((step * (own.length - 1)) / (steps - 1));
      const place = own[at]?.place;
      if (place !== undefined) chosen.add(place);
    }
  }
  return [...chosen].sort((a, b) => a - b);
}
