// Which column of a list of images is which, by the words people head them with in English and Japanese.
import { isImageName } from './survey.ts';

export const listColumns = ['path', 'label', 'split', 'lot', 'part', 'line', 'camera', 'time'] as const;
export type ListColumn = (typeof listColumns)[number];
/** Column → its place in a row. */
export type ListHeader = Partial<Readonly<Record<ListColumn, number>>>;

/** In the form `fold` gives. A product number (品番) is no part: many parts share it. */
const words: Readonly<Record<ListColumn, readonly string[]>> = {
  path: [
    ...['path', 'file', 'filename', 'filepath', 'image', 'imagename', 'imagefile', 'imagepath', 'img', 'relativepath'],
    ...[
      'ファイル',
      'ファイル名',
      'ファイルパス',
      'パス',
      '画像',
      '画像名',
      '画像ファイル',
      '画像ファイル名',
      '画像パス',
    ],
  ],
  label: [
    ...['label', 'class', 'classname', 'category', 'target', 'verdict', 'judgement', 'judgment', 'result', 'defect'],
    ...['ラベル', 'クラス', 'クラス名', '分類', '判定', '判定結果', '良否', '種類', '種別', '区分', '不良', '不良名'],
    ...['不良種別', '欠陥', '欠陥名', '欠陥種別', 'カテゴリ', 'カテゴリー', '正解'],
  ],
  split: ['split', 'subset', 'set', 'usage', '分割', 'データ分割', 'データ区分', '用途', 'セット'],
  lot: ['lot', 'lotno', 'lotnumber', 'lotid', 'batch', 'batchno', 'ロット', 'ロット番号', 'ロットno', 'ロット名'],
  part: [
    ...['part', 'partid', 'serial', 'serialno', 'serialnumber', 'workpiece', '部品', '部品id', 'ワーク', 'ワークid'],
    ...['ワーク番号', 'シリアル', 'シリアル番号', 'シリアルno', '製造番号', '個体', '個体番号', '個体id'],
  ],
  line: ['line', 'lineno', 'linename', 'ライン', 'ライン名', 'ライン番号', 'ラインno'],
  camera: ['camera', 'cam', 'camerano', 'cameraid', 'カメラ', 'カメラ名', 'カメラ番号', 'カメラno'],
  time: [
    ...['time', 'date', 'datetime', 'timestamp', 'capturedat', 'takenat', '日時', '撮影日時', '撮影日', '撮影時刻'],
    ...['検査日時', '検査日', '日付', '時刻'],
  ],
};

function fold(cell: string): string {
  return cell
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-./()]/g, '');
}

/** The header a row is, or undefined when it names no column of paths. The first of two equal columns counts. */
export function readHeader(row: readonly string[]): ListHeader | undefined {
  const header: Partial<Record<ListColumn, number>> = {};
  row.forEach((cell, place) => {
    const word = fold(cell);
    const column = listColumns.find((each) => words[each].includes(word));
    if (column !== undefined) header[column] ??= place;
  });
  return header.path === undefined ? undefined : header;
}

/** A list without a header: file names in the first column, labels in the second, as in `path,label[,split]`. */
export function guessHeader(row: readonly string[]): ListHeader | undefined {
  if (!isImageName((row[0] ?? '').trim())) return undefined;
  return { path: 0, ...(row.length > 1 ? { label: 1 } : {}), ...(row.length > 2 ? { split: 2 } : {}) };
}
