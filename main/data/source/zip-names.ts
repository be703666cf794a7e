// Names inside a ZIP. The format has one mark, for UTF-8, and programs that leave it out mean UTF-8 (Mac), Shift_JIS
// (Japanese Windows) or code page 437. One archive comes from one program, so that all its unmarked names are judged
// together: a short name alone can be valid in the wrong encoding.
import { type Entry, getFileNameLowLevel } from 'yauzl';
import { decodeStrictly } from './decode-text.ts';

const utf8Mark = 0x800;
const unicodePathField = 0x7075;

/** Whether the archive itself says what the name is. */
function isMarked({ generalPurposeBitFlag, extraFields }: Entry): boolean {
  return (generalPurposeBitFlag & utf8Mark) !== 0 || extraFields.some(({ id }) => id === unicodePathField);
}

function original({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
}

/** The names of all entries, in their order. Backslashes, as some Windows programs write them, separate folders too. */
export function decodeNames(entries: readonly Entry[]): string[] {
  const unmarked = entries.filter((entry) => !isMarked(entry));
  const encoding = ['utf-8', 'shift_jis'].find((each) =>
    unmarked.every(({ fileNameRaw }) => decodeStrictly(fileNameRaw, each) !== undefined),
  );
  return entries.map((entry) => {
    const name = isMarked(entry) || encoding === undefined ? undefined : decodeStrictly(entry.fileNameRaw, encoding);
    return (name ?? original(entry)).replaceAll('\\', '/');
  });
}
