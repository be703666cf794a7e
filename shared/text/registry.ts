// What stages, moves, gates and the findings of an audit are called, on the screen and in the terminal.
import type { Language } from '../contract/errors/narashi-error.ts';
import type { AuditFault, AuditFinding, AuditKind } from '../domain/audit.ts';
import type { GateLack, GateName, GateStatus } from '../domain/gates.ts';
import type { GoldenMark } from '../domain/golden.ts';
import type { ModelMove, Stage } from '../domain/registry.ts';
import { makeVoice } from './voice.ts';

type Names<K extends string> = Readonly<Record<K, Readonly<Record<Language, string>>>>;

const stages: Names<Stage> = {
  draft: { en: 'draft', ja: '草案' },
  candidate: { en: 'candidate', ja: '候補' },
  approved: { en: 'approved', ja: '承認' },
  retired: { en: 'retired', ja: '廃止' },
};
const moves: Names<ModelMove> = {
  nominate: { en: 'made a candidate', ja: '候補にした' },
  return: { en: 'put back to draft', ja: '草案に戻した' },
  approve: { en: 'approved and put on the line', ja: '承認して使用を開始' },
  retire: { en: 'retired', ja: '廃止した' },
  revive: { en: 'taken out of retirement', ja: '廃止を取り消した' },
  'roll-back': { en: 'put back on the line', ja: '以前のモデルに戻した' },
};
const gates: Names<GateName> = {
  'balanced-accuracy': { en: 'balanced accuracy', ja: 'クラス平均正解率' },
  escape: { en: 'escape', ja: '見逃し' },
  overkill: { en: 'overkill', ja: '過検出' },
  golden: { en: 'golden set: worse than the live model', ja: '限度見本：使用中モデルからの後退' },
  robustness: { en: 'robustness', ja: '堅牢性' },
  latency: { en: 'time per image (p95)', ja: '1枚の判定時間（p95）' },
  parity: { en: 'package judges as the app does', ja: 'パッケージの判定一致' },
};
const statuses: Names<GateStatus> = {
  passed: { en: 'passed', ja: '合格' },
  failed: { en: 'not passed', ja: '不合格' },
  'not-measured': { en: 'not measured', ja: '未測定' },
};
const lacks: Names<GateLack> = {
  'test-images': { en: 'test the model on images first', ja: '先に評価画像で評価してください' },
  'good-images': { en: 'the test needs good (OK) images', ja: '評価に良品（OK）の画像が必要です' },
  'defective-images': { en: 'the test needs defective (NG) images', ja: '評価に不良品（NG）の画像が必要です' },
  'golden-set': { en: 'make a golden set first', ja: '先に限度見本を作ってください' },
  'golden-judgement': { en: 'judge the golden set first', ja: '先に限度見本を判定してください' },
  'live-golden-judgement': {
    en: 'have the live model judge the golden set first',
    ja: '先に使用中のモデルで限度見本を判定してください',
  },
  'robustness-study': { en: 'measure robustness first', ja: '先に堅牢性を測定してください' },
  package: { en: 'make the package first', ja: '先にパッケージを作ってください' },
};
const marks: Names<GoldenMark> = {
  'limit-ok': { en: 'limit OK', ja: '限度OK' },
  'limit-ng': { en: 'limit NG', ja: '限度NG' },
};
const kinds: Names<AuditKind> = {
  'model.moved': { en: 'stage of a model', ja: 'モデルの段階' },
  'model.approved': { en: 'model approved', ja: 'モデルの承認' },
  'model.refused': { en: 'approval refused by the gates', ja: '条件未達による承認の拒否' },
  'gates.overridden': { en: 'gates overridden', ja: '条件未達の特例承認' },
  'model.rolled-back': { en: 'back to the former model', ja: '以前のモデルへの復帰' },
  'gates.changed': { en: 'gates changed', ja: '合格条件の変更' },
  'golden.versioned': { en: 'golden set version', ja: '限度見本の版' },
  'rule.set': { en: 'rule of decision set', ja: '判定基準の設定' },
  'rule.cleared': { en: 'rule of decision cleared', ja: '判定基準の解除' },
  'package.written': { en: 'package written', ja: 'パッケージの作成' },
  'key.made': { en: 'site key made', ja: '署名鍵の作成' },
  'workspace.restored': { en: 'backup restored', ja: 'バックアップの復元' },
  'audit.continued': { en: 'log continued after a break', ja: '不一致後の記録の再開' },
};
const faults = {
  changed: { en: 'Entry {sequence} is not as it was written.', ja: '記録{sequence}が書かれたときと異なります。' },
  missing: { en: 'Entry {sequence} is missing.', ja: '記録{sequence}がありません。' },
  unchained: {
    en: 'Entry {sequence} does not follow from the one before it.',
    ja: '記録{sequence}が直前の記録とつながりません。',
  },
  inserted: {
    en: 'Entry {sequence} was added behind the end that the head file names.',
    ja: '記録{sequence}は、控え（audit.head）の末尾より後に追加されています。',
  },
  'cut-off': {
    en: 'The log is cut off: entry {sequence} and later ones are gone.',
    ja: '記録{sequence}以降が切り取られています。',
  },
  'head-differs': {
    en: 'Entry {sequence} is not the one that the head file names.',
    ja: '記録{sequence}が控え（audit.head）と一致しません。',
  },
  'head-missing': {
    en: 'The head file (audit.head) is gone, so nobody can tell whether entries follow entry {sequence}.',
    ja: '控え（audit.head）がないため、記録{sequence}の後に記録があったか分かりません。',
  },
  'head-unreadable': {
    en: 'The head file (audit.head) was changed, so nobody can tell whether entries follow entry {sequence}.',
    ja: '控え（audit.head）が書き換えられているため、記録{sequence}の後に記録があったか分かりません。',
  },
  unrecorded: {
    en: 'A stage, gate settings or a golden set are not as entry {sequence} says.',
    ja: '段階・合格条件・限度見本のいずれかが、記録{sequence}の内容と異なります。',
  },
} as const satisfies Names<AuditFault>;

export const stageName = (stage: Stage, language: Language) => stages[stage][language];
export const moveName = (move: ModelMove, language: Language) => moves[move][language];
export const gateName = (gate: GateName, language: Language) => gates[gate][language];
export const gateStatusName = (status: GateStatus, language: Language) => statuses[status][language];
export const lackName = (lack: GateLack, language: Language) => lacks[lack][language];
export const markName = (mark: GoldenMark, language: Language) => marks[mark][language];

/** Of an entry of a later version, the kind itself. */
export function auditKindName(kind: string, language: Language): string {
  return isKnown(kind) ? kinds[kind][language] : kind;
}

function isKnown(kind: string): kind is AuditKind {
  return Object.hasOwn(kinds, kind);
}

/** What is wrong with an audit log, in one sentence. */
export function faultSentence({ fault, sequence }: AuditFinding, language: Language): string {
  return makeVoice(faults, language)(fault, { sequence });
}
