// What is selected of a list of images: clicks, ranges and marks, as plain values.

export interface Selection {
  readonly ids: ReadonlySet<number>;
  /** Where ranges begin, and where the keyboard is. Identities of images. */
  readonly anchor: number | null;
  readonly cursor: number | null;
}

export const nothingSelected: Selection = { ids: new Set(), anchor: null, cursor: null };

/** A plain click or an arrow key: this one only. */
export function selectOnly(id: number): Selection {
  return { ids: new Set([id]), anchor: id, cursor: id };
}

/** Ctrl and a click, the mark in the corner, the space bar. */
export function toggle({ ids }: Selection, id: number): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id, cursor: id };
}

/** Shift and a click or an arrow key: from the anchor to here, in the order of the list. */
export function extend({ anchor }: Selection, list: Int32Array, id: number): Selection {
  const from = anchor === null ? -1 : list.indexOf(anchor);
  const to = list.indexOf(id);
  if (from < 0 || to < 0) return selectOnly(id);
  return { ids: new Set(list.subarray(Math.min(from, to), Math.max(from, to) + 1)), anchor, cursor: id };
}

export function selectAll({ anchor, cursor }: Selection, list: Int32Array): Selection {
  return { ids: new Set(list), anchor: anchor ?? list[0] ?? null, cursor: cursor ?? list[0] ?? null };
}

/** A box drawn with the mouse; with `onto` the earlier selection stays. */
export function selectMany(ids: Iterable<number>, onto: Selection | undefined): Selection {
  const next = new Set([...(onto?.ids ?? []), ...ids]);
  const last = [...next].at(-1) ?? null;
  return { ids: next, anchor: onto?.anchor ?? last, cursor: last };
}

/** After the list has changed: what is no longer in it is not selected either. */
export function within(selection: Selection, list: Int32Array): Selection {
  const present = new Set(list);
  const kept = (id: number | null) => (id !== null && present.has(id) ? id : null);
  const ids = new Set([...selection.ids].filter((id) => present.has(id)));
  return { ids, anchor: kept(selection.anchor), cursor: kept(selection.cursor) };
}
