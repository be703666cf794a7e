// Gives each unit (one image, or a group that must stay together) to a split, in rank order, then mends bare classes.

const train = 0;
const validationCode = 1;
const testCode = 2;
const none = 255;

export interface Units {
  readonly labels: Int32Array;
  /** Images in rank order; unit `u` is `order[starts[u]]` to `order[starts[u + 1] - 1]`. */
  readonly order: Int32Array;
  readonly starts: Int32Array;
  readonly previous: Uint8Array;
  readonly validation: number;
  readonly test: number;
}

/** Counts per class and split: `counts[label * 3 + split]`. */
type Counts = Int32Array;

/** How many of each class validation and test should hold. */
function targetsOf({ labels, validation, test }: Units, classes: number): Counts {
  const totals = new Int32Array(classes);
  for (const label of labels) totals[label] = (totals[label] ?? 0) + 1;
  const targets = new Int32Array(classes * 3);
  totals.forEach((total, label) => {
    const share = (fraction: number, room: number): number =>
      fraction === 0 ? 0 : Math.max(0, Math.min(room, Math.max(1, Math.round(total * fraction))));
    const tested = share(test, total - 1);
    const validated = share(validation, total - tested - 1);
    targets.set([total - tested - validated, validated, tested], label * 3);
  });
  return targets;
}

/** The split in which a unit fills most of what is missing; at least half of it must be needed there. */
function chooseSplit(members: Int32Array, labels: Int32Array, targets: Counts, counts: Counts): number {
  for (const split of [testCode, validationCode]) {
    const taken = new Map<number, number>();
    let needed = 0;
    for (const image of members) {
      const label = labels[image] ?? 0;
      const used = taken.get(label) ?? 0;
      if ((targets[label * 3 + split] ?? 0) - (counts[label * 3 + split] ?? 0) > used) needed++;
      taken.set(label, used + 1);
    }
    if (needed > 0 && needed * 2 >= members.length) return split;
  }
  return train;
}

export function assignUnits(units: Units): { splits: Uint8Array; untested: number[]; untrained: number[] } {
  const { labels, order, starts, previous } = units;
  const classes = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const targets = targetsOf(units, classes);
  const counts: Counts = new Int32Array(classes * 3);
  const splits = Uint8Array.from(previous);
  const count = (image: number, split: number, change: 1 | -1): void => {
    const at = (labels[image] ?? 0) * 3 + split;
    counts[at] = (counts[at] ?? 0) + change;
  };
  splits.forEach((split, image) => {
    if (split !== none) count(image, split, 1);
  });
  const unitAt = (unit: number): Int32Array => order.subarray(starts[unit] ?? 0, starts[unit + 1] ?? 0);
  for (let unit = 0; unit + 1 < starts.length; unit++) {
    const fresh = unitAt(unit).filter((image) => previous[image] === none);
    if (fresh.length === 0) continue;
    const companion = unitAt(unit).find((image) => previous[image] !== none);
    const split =
      companion === undefined ? chooseSplit(fresh, labels, targets, counts) : (previous[companion] ?? train);
    for (const image of fresh) {
      splits[image] = split;
      count(image, split, 1);
    }
  }

  const bare = (split: number): number[] => {
    const found: number[] = [];
    for (let label = 0; label < classes; label++) {
      const [a = 0, b = 0, c = 0] = counts.subarray(label * 3, label * 3 + 3);
      const wanted = split === train || units.test > 0;
      if (wanted && a + b + c >= 2 && counts[label * 3 + split] === 0) found.push(label);
    }
    return found;
  };
  /** Moves the smallest new unit that holds the class and is not itself indispensable where it is. */
  const mend = (label: number, split: number): void => {
    let best: Int32Array | undefined;
    for (let unit = 0; unit + 1 < starts.length; unit++) {
      const members = unitAt(unit);
      if (best !== undefined && members.length >= best.length) continue;
      if (!members.some((image) => labels[image] === label)) continue;
      if (members.some((image) => previous[image] !== none)) continue;
      const from = splits[members[0] ?? 0] ?? train;
      const leaving = new Map<number, number>();
      for (const image of members) leaving.set(labels[image] ?? 0, (leaving.get(labels[image] ?? 0) ?? 0) + 1);
      const spared =
        from === validationCode || [...leaving].every(([other, images]) => (counts[other * 3 + from] ?? 0) > images);
      if (spared) best = members;
    }
    for (const image of best ?? []) {
      count(image, splits[image] ?? train, -1);
      splits[image] = split;
      count(image, split, 1);
    }
  };
  for (const split of [train, testCode]) for (const label of bare(split)) mend(label, split);
  return { splits, untested: bare(testCode), untrained: bare(train) };
}
