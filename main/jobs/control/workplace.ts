// What jobs need to know of a workspace.
import type { Store } from '../../store/index.ts';

export interface Workplace {
  readonly root: string;
  readonly store: Store;
  /** Folder of a run's checkpoint and models; made when first asked for. */
  runFolder(id: number): string;
}
