// Energy of the processor as Linux counts it (RAPL, Intel SDM vol. 3 §15.10; AMD alike), where the counters can be read.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Counter {
  readonly path: string;
  /** It begins anew beyond this, microjoules. */
  readonly range: number;
}

const POWERCAP = '/sys/class/powercap';
const MICROJOULES_PER_KILOWATT_HOUR = 3.6e12;

/** Counts from its making on. Ask it at least every few minutes: the counters begin anew after a quarter of an hour or more. */
export class EnergyMeter {
  readonly #counters: readonly Counter[];
  readonly #last: number[];
  #microjoules = 0;

  private constructor(counters: readonly Counter[], first: number[]) {
    this.#counters = counters;
    this.#last = first;
  }

  /** Null where there is no such counter, or only the system's administrator may read it. */
  static open(root: string = POWERCAP): EnergyMeter | null {
    try {
      // Whole packages only: their parts, such as intel-rapl:0:0, are in them, and they in the platform (psys) of laptops.
      const names = readdirSync(root).filter(
        (name) =>
          /^intel-rapl:\d+$/u.test(name) && readFileSync(join(root, name, 'name'), 'utf8').startsWith('package'),
      );
      const counters = names.map((name) => ({
        path: join(root, name, 'energy_uj'),
        range: readNumber(join(root, name, 'max_energy_range_uj')),
      }));
      return counters.length === 0
        ? null
        : new EnergyMeter(
            counters,
            counters.map(({ path }) => readNumber(path)),
          );
    } catch {
      return null;
    }
  }

  /** Since it was made; null once a counter can no longer be read. */
  get kilowattHours(): number | null {
    try {
      for (const [index, { path, range }] of this.#counters.entries()) {
        const now = readNumber(path);
        const passed = now - (this.#last[index] ?? now);
        this.#microjoules += passed < 0 ? passed + range : passed;
        this.#last[index] = now;
      }
      return this.#microjoules / MICROJOULES_PER_KILOWATT_HOUR;
    } catch {
      return null;
    }
  }
}

function readNumber(path: string): number {
  const value = Number(readFileSync(path, 'utf8'));
  if (!Number.isFinite(value)) throw new RangeError(`${path} holds no number`);
  return value;
}
