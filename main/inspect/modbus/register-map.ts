// The registers and bits a PLC sees, as tables. The documentation's tables are checked against them. A register keeps its
// address for ever; a change of meaning raises the version.
import type { Fault, Outcome } from '../../../shared/domain/inspection.ts';

interface Text {
  readonly en: string;
  readonly ja: string;
}

export interface Place extends Text {
  readonly name: string;
  /** Counted from 0, as in the frame. */
  readonly address: number;
  readonly length: number;
}

export const mapVersion = 1;
/** Where the holding registers and coils repeat what input registers and discrete inputs show. */
export const mirror = 100;

/** Holding registers that the PLC writes. */
export const commands = [
  { name: 'trigger', address: 0, length: 1, en: 'Trigger, 0 or 1', ja: 'トリガー（0または1）' },
  { name: 'partNumber', address: 1, length: 2, en: 'Part number', ja: '部品番号' },
  { name: 'acknowledge', address: 3, length: 1, en: 'Acknowledge / reset, 0 or 1', ja: '確認・リセット（0または1）' },
  { name: 'watchdog', address: 4, length: 1, en: 'Counter of the PLC, optional', ja: 'PLC側カウンター（任意）' },
] as const satisfies readonly Place[];

/** Coils that the PLC writes: the same signals as the registers of that name. */
export const commandCoils = [
  { name: 'trigger', address: 0, length: 1, en: 'Trigger', ja: 'トリガー' },
  { name: 'acknowledge', address: 1, length: 1, en: 'Acknowledge / reset', ja: '確認・リセット' },
] as const satisfies readonly Place[];

/** Registers that the PLC reads. */
export const block = [
  { name: 'version', address: 0, length: 1, en: 'Version of this map: 1', ja: 'この表の版：1' },
  { name: 'state', address: 1, length: 1, en: 'State word, see bits', ja: '状態ワード（ビット表を参照）' },
  {
    name: 'outcome',
    address: 2,
    length: 1,
    en: 'Outcome code; 0 without a valid result',
    ja: '判定コード（有効な結果がなければ0）',
  },
  {
    name: 'sequence',
    address: 3,
    length: 2,
    en: 'Number of the result, one more each time',
    ja: '結果の通し番号（結果ごとに1増加）',
  },
  { name: 'partNumber', address: 5, length: 2, en: 'Part number of the result', ja: '結果の部品番号' },
  { name: 'ngScore', address: 7, length: 1, en: 'NG score × 10000; 65535: none', ja: 'NGスコア×10000（65535：なし）' },
  { name: 'classIndex', address: 8, length: 1, en: 'Index of the class; 65535: none', ja: 'クラス番号（65535：なし）' },
  { name: 'fault', address: 9, length: 1, en: 'Fault number; 0: none', ja: '異常番号（0：なし）' },
  { name: 'heartbeat', address: 10, length: 1, en: 'Heartbeat counter', ja: 'ハートビートカウンター' },
  {
    name: 'reason',
    address: 11,
    length: 1,
    en: 'Why the error bit is set; 0: it is not',
    ja: 'エラービットの理由（0：エラーなし）',
  },
  {
    name: 'milliseconds',
    address: 12,
    length: 1,
    en: 'Milliseconds the part took, at most 65535',
    ja: '判定にかかったミリ秒（最大65535）',
  },
  {
    name: 'model',
    address: 13,
    length: 8,
    en: 'Model, ASCII, 2 characters a register',
    ja: 'モデル名（ASCII、1レジスター2文字）',
  },
  { name: 'countOk', address: 21, length: 2, en: 'Results OK since the start', ja: '起動後のOK数' },
  { name: 'countNg', address: 23, length: 2, en: 'Results NG since the start', ja: '起動後のNG数' },
  { name: 'countReview', address: 25, length: 2, en: 'Results review since the start', ja: '起動後の怪しい数' },
  { name: 'countError', address: 27, length: 2, en: 'Results error since the start', ja: '起動後のエラー数' },
  { name: 'reserved', address: 29, length: 3, en: 'Reserved, 0', ja: '予約（0）' },
] as const satisfies readonly Place[];
export type Register = (typeof block)[number]['name'];
export const blockLength = 32;

/** Bits of the state word; the same as discrete inputs, and as coils from `mirror`. */
export const bits = [
  { name: 'ready', address: 0, length: 1, en: 'Ready: a trigger is accepted', ja: 'レディ：トリガー受付可' },
  { name: 'busy', address: 1, length: 1, en: 'Busy: a part is being judged', ja: 'ビジー：判定中' },
  { name: 'valid', address: 2, length: 1, en: 'Result valid', ja: '結果有効' },
  {
    name: 'error',
    address: 3,
    length: 1,
    en: 'Error: trigger refused or part not judged',
    ja: 'エラー：トリガー拒否または判定不能',
  },
  { name: 'heartbeat', address: 4, length: 1, en: 'Heartbeat: toggles', ja: 'ハートビート：反転を繰り返す' },
  {
    name: 'healthy',
    address: 5,
    length: 1,
    en: 'Healthy: no fault, also while busy',
    ja: '正常：異常なし（判定中も1）',
  },
  { name: 'lineSilent', address: 6, length: 1, en: 'Counter of the PLC stands still', ja: 'PLC側カウンター停止' },
  { name: 'ok', address: 8, length: 1, en: 'Valid result is OK', ja: '有効な結果がOK' },
  { name: 'ng', address: 9, length: 1, en: 'Valid result is NG', ja: '有効な結果がNG' },
  { name: 'review', address: 10, length: 1, en: 'Valid result is review', ja: '有効な結果が怪しい' },
  { name: 'outcomeError', address: 11, length: 1, en: 'Valid result is error', ja: '有効な結果がエラー' },
] as const satisfies readonly Place[];
export type Bit = (typeof bits)[number]['name'];
export const bitCount = 16;

export const outcomeCodes: Readonly<Record<Outcome, Text & { readonly code: number }>> = {
  OK: { code: 1, en: 'OK', ja: 'OK' },
  NG: { code: 2, en: 'NG', ja: 'NG' },
  review: { code: 3, en: 'Review: a person decides', ja: '怪しい：人が判定' },
  error: { code: 4, en: 'Error: treat as NG', ja: 'エラー：NGとして扱う' },
};

export const reasons = {
  none: { code: 0, en: 'No error', ja: 'エラーなし' },
  notReady: { code: 1, en: 'Trigger while not ready', ja: 'レディでないときのトリガー' },
  busy: { code: 2, en: 'Trigger while busy', ja: '判定中のトリガー' },
  notJudged: { code: 3, en: 'The part could not be judged', ja: '部品を判定できなかった' },
  stopped: { code: 4, en: 'No longer ready while judging', ja: '判定中にレディでなくなった' },
  noAnswer: { code: 5, en: 'No result in time', ja: '時間内に結果が出なかった' },
  silent: { code: 6, en: 'The inspection did not answer', ja: '検査プログラムが応答しなかった' },
  otherPart: { code: 7, en: 'The result was of another part', ja: '別の部品の結果だった' },
} as const satisfies Readonly<Record<string, Text & { readonly code: number }>>;
export type Reason = keyof typeof reasons;

export const faultTexts: Readonly<Record<Fault, Text>> = {
  none: { en: 'None', ja: 'なし' },
  starting: { en: 'Starting', ja: '起動中' },
  modelMissing: { en: 'No model', ja: 'モデルなし' },
  modelRefused: { en: 'Model refused', ja: 'モデル不適合' },
  engineFailed: { en: 'Engine failed', ja: '判定エンジン異常' },
  timeout: { en: 'Not in time, or inspection does not answer', ja: '時間超過、または検査プログラム無応答' },
  diskFull: { en: 'Disk full', ja: 'ディスク空き不足' },
  recordFailed: { en: 'Result could not be recorded', ja: '結果を記録できない' },
  stopping: { en: 'Stopping', ja: '停止中' },
  goldenFailed: { en: 'Check with master parts failed', ja: 'マスター部品の確認で不合格' },
};

export function registerAt(name: Register): number {
  return block.find((place) => place.name === name)?.address ?? 0;
}

export function bitAt(name: Bit): number {
  return bits.find((place) => place.name === name)?.address ?? 0;
}
