// The filter as part of the address, so that a reload, the way back and links keep it.

import type { ImageFilter } from '../../../shared/contract/images.ts';
import { splits } from '../../../shared/domain/dataset.ts';
import type { Query } from '../../router/routes.ts';

export function filterOf({ class: classText, split: splitText, lot, text }: Query): ImageFilter {
  const split = splits.find((name) => name === splitText);
  return {
    ...(classText === 'none' ? { classId: null } : {}),
    ...(classText !== undefined && /^[1-9]\d{0,14}$/.test(classText) ? { classId: Number(classText) } : {}),
    ...(split ? { split } : {}),
    ...(lot ? { lot } : {}),
    ...(text ? { text } : {}),
  };
}

export function queryOf({ classId, split, lot, text }: ImageFilter): Query {
  return {
    ...(classId === null ? { class: 'none' } : {}),
    ...(typeof classId === 'number' ? { class: String(classId) } : {}),
    ...(split ? { split } : {}),
    ...(lot ? { lot } : {}),
    ...(text ? { text } : {}),
  };
}

export function isFiltered(filter: ImageFilter): boolean {
  return Object.keys(queryOf(filter)).length > 0;
}
