// Which of the files found are to be imported: each content once, under one class, and only what the project lacks.
// Only hashes and numbers stay in memory; paths are read again from the file of findings when they are needed.
import { HashTable } from '../../data/hash-table.ts';
import { type FoundImage, type FoundLine, foundLine, type LeftOutLine } from '../../data/import/work-folder.ts';
import { readLines } from '../../data/line-file.ts';

/** Which of these hashes the project has. */
export type KnownImages = (hashes: readonly string[]) => ReadonlySet<string>;

const batchLength = 500;
/** Values of the table: this one, or the number of the class from 1 on, doubled, plus one when in conflict. */
const known = 0;
const conflict = 1;

export class Selection {
  readonly #path: string;
  readonly #table = new HashTable();
  readonly #classes = new Map<string, number>();
  duplicates = 0;
  known = 0;
  conflicts = 0;
  unusable = 0;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Reads all findings once. */
  static async of(path: string, knownImages: KnownImages): Promise<Selection> {
    const selection = new Selection(path);
    let batch: FoundImage[] = [];
    const settle = (): void => {
      const there = knownImages(batch.map(({ hash }) => hash));
      for (const { hash, className } of batch) selection.#settle(hash, className, there.has(hash));
      batch = [];
    };
    for await (const line of readLines<FoundLine>(path, foundLine)) {
      if ('hash' in line) batch.push(line);
      else selection.unusable++;
      if (batch.length >= batchLength) settle();
    }
    settle();
    return selection;
  }

  /** Every image to import, in the order of the source. */
  async *chosen(): AsyncGenerator<FoundImage> {
    const taken = new HashTable();
    for await (const line of readLines<FoundLine>(this.#path, foundLine)) {
      if (!('hash' in line) || this.#table.get(line.hash) !== this.#number(line.className) << 1) continue;
      if (taken.get(line.hash) >= 0) continue;
      taken.set(line.hash, 0);
      yield line;
    }
  }

  /** Files that cannot be used, and those whose content is in two classes. */
  async *leftOut(): AsyncGenerator<LeftOutLine> {
    for await (const line of readLines<FoundLine>(this.#path, foundLine)) {
      if (!('hash' in line)) yield line;
      else if (this.#isConflict(this.#table.get(line.hash))) {
        yield { path: line.path, code: 'imports.file-conflict', reason: line.className };
      }
    }
  }

  #settle(hash: string, className: string, isKnown: boolean): void {
    const earlier = this.#table.get(hash);
    const number = this.#number(className);
    if (earlier < 0) {
      if (isKnown) this.known++;
      this.#table.set(hash, isKnown ? known : number << 1);
    } else if (earlier === known || earlier === number << 1 || className === '') {
      this.duplicates++;
    } else if (earlier === this.#number('') << 1) {
      // Met before outside any class: the label counts.
      this.duplicates++;
      this.#table.set(hash, number << 1);
    } else if (!this.#isConflict(earlier)) {
      this.conflicts++;
      this.#table.set(hash, earlier | conflict);
    }
  }

  #isConflict(value: number): boolean {
    return value > 0 && (value & conflict) !== 0;
  }

  #number(className: string): number {
    const number = this.#classes.get(className) ?? this.#classes.size + 1;
    this.#classes.set(className, number);
    return number;
  }
}
