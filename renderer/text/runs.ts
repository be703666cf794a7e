// Names that every screen with trainings uses: methods and states.
import type { Texts } from '../../shared/text/voice.ts';

export const runTexts = {
  'run.number': { en: 'Run {run}', ja: '学習{run}' },
  'run.choice': { en: 'Training', ja: '学習' },
  'run.kind': { en: '{preset} · {method}', ja: '{preset} ・ {method}' },
  'run.option': { en: 'Run {run} · {date} · {method}', ja: '学習{run} ・ {date} ・ {method}' },
  'method.sgd': { en: 'Standard SGD', ja: '標準 SGD' },
  'method.sam': { en: 'SAM', ja: 'SAM' },
  'method.asam': { en: 'ASAM', ja: 'ASAM' },
  'method.samar': { en: 'Adaptive SAM', ja: '適応 SAM' },
  'status.queued': { en: 'waiting', ja: '待機中' },
  'status.running': { en: 'running', ja: '学習中' },
  'status.stopped': { en: 'stopped', ja: '停止' },
  'status.failed': { en: 'failed', ja: '失敗' },
  'status.done': { en: 'done', ja: '完了' },
  'status.interrupted': { en: 'interrupted', ja: '中断' },
} as const satisfies Texts;
