// Models, gates, golden sets and audit entries as tables.
import type { Models } from '../../../shared/contract/registry.ts';
import type { AuditEntry, AuditReport } from '../../../shared/domain/audit.ts';
import { canonicalJson } from '../../../shared/domain/canonical-json.ts';
import type { GateResult } from '../../../shared/domain/gates.ts';
import type { GoldenSet } from '../../../shared/domain/golden.ts';
import { gateFigure, gateLimit } from '../../../shared/text/gate-figures.ts';
import { count, moment, percent } from '../../../shared/text/numbers.ts';
import { auditKindName, gateName, gateStatusName, stageName } from '../../../shared/text/registry.ts';
import { csvCell } from '../../trials/report/tables.ts';
import type { Voice } from '../text.ts';
import { table } from './table.ts';
import { cut } from './width.ts';

const right = (title: string) => ({ title, align: 'right' as const });

export function modelTable({ models, moves }: Models, say: Voice): string[] {
  const { language } = say;
  return table(
    [
      right(say('models.run')),
      { title: say('models.stage') },
      { title: say('models.line') },
      { title: say('models.network') },
      { title: say('models.method') },
      right(say('models.accuracy')),
      right(say('models.escape')),
      right(say('models.overkill')),
      { title: say('models.approver') },
    ],
    models.map((model) => [
      String(model.runId),
      stageName(model.stage, language),
      model.isLive ? say('models.live') : '',
      model.network,
      model.method,
      percent(model.testAccuracy, language),
      percent(model.testEscape, language),
      percent(model.testOverkill, language),
      cut(moves.find(({ runId, approver }) => runId === model.runId && approver !== '')?.approver ?? '', 24),
    ]),
    '  ',
  );
}

export function gateTable(gates: readonly GateResult[], say: Voice): string[] {
  const { language } = say;
  return table(
    [
      { title: say('gates.gate') },
      { title: say('gates.status') },
      { title: say('gates.limit') },
      { title: say('gates.figure') },
    ],
    gates.map((gate) => [
      gateName(gate.gate, language),
      gateStatusName(gate.status, language),
      gateLimit(gate, language),
      gateFigure(gate, language),
    ]),
    '  ',
  );
}

export function goldenTable(sets: readonly GoldenSet[], say: Voice): string[] {
  return table(
    [
      right(say('golden.version')),
      { title: say('golden.name') },
      right(say('golden.images')),
      { title: say('golden.made') },
      { title: say('golden.operator') },
      { title: say('golden.reason') },
    ],
    sets.map(({ version, name, images, at, operator, reason }) => [
      String(version),
      name,
      count(images),
      moment(at),
      operator,
      reason,
    ]),
    '  ',
  );
}

export function auditTable(entries: readonly AuditEntry[], say: Voice): string[] {
  return table(
    [
      right(say('audit.number')),
      { title: say('audit.at') },
      { title: say('audit.operator') },
      { title: say('audit.what') },
      { title: say('audit.about') },
      { title: say('audit.data') },
    ],
    entries.map(({ sequence, at, operator, kind, subject, data }) => [
      String(sequence),
      moment(at),
      operator,
      auditKindName(kind, say.language),
      subject,
      cut(canonicalJson(data), 100),
    ]),
  );
}

/** With everything that was hashed, UTF-8 with byte order mark and CR LF, as Excel likes it. */
export function auditCsv(entries: readonly AuditEntry[]): string {
  const header = ['sequence', 'at', 'operator', 'kind', 'subject', 'data', 'previous', 'hash'];
  const rows = entries.map(({ sequence, at, operator, kind, subject, data, previous, hash }) =>
    [sequence, at, operator, kind, subject, canonicalJson(data), previous, hash].map(csvCell).join(','),
  );
  return `\u{feff}${[header.join(','), ...rows].join('\r\n')}\r\n`;
}

/** One line for each place where the log goes on from another head. */
export function gapLines({ gaps }: AuditReport, say: Voice): string[] {
  return gaps.map(({ sequence, at, operator, kind, data }) =>
    say('audit.gap', {
      sequence,
      at: moment(at),
      operator: operator || '–',
      what: auditKindName(kind, say.language),
      data: canonicalJson(data),
    }),
  );
}
