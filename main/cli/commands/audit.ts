// narashi audit: the log of what became of models, checked entry by entry, listed, and taken up again on a person's word.
import type { Command } from 'commander';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { count } from '../../../shared/text/numbers.ts';
import { faultSentence } from '../../../shared/text/registry.ts';
import { continueAudit } from '../../services/registry/continue-audit.ts';
import type { Store } from '../../store/index.ts';
import { positiveInteger } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { auditCsv, auditTable, gapLines } from '../format/registry.ts';
import type { Shell } from '../program.ts';
import { withWorkspace, workspaceRoot } from '../session.ts';

const optionSchema = z.object({
  workspace: z.string().optional(),
  head: z.string().optional(),
  kind: z.string().optional(),
  limit: z.string().optional(),
  csv: z.boolean().default(false),
  reason: z.string().default(''),
});

export function addAudit(shell: Shell): void {
  const audit = shell.add('audit', 'audit.help');
  addVerify(shell, audit);
  addList(shell, audit);
  addContinue(shell, audit);
}

function addVerify(shell: Shell, parent: Command): void {
  const { say, output } = shell.session;
  const verify = shell.add('verify', 'audit.verify', parent, { isDefault: true });
  verify.option(`--head <${say('place.head')}>`, say('audit.head'));
  shell.run(verify, () => {
    const { workspace: root, head } = optionSchema.parse(verify.optsWithGlobals());
    return withWorkspace(workspaceRoot(root), async ({ store }) => {
      const report = store.verifyAudit();
      const { finding, entries, hash } = report;
      const isKnown = head === undefined || holds(store, head);
      const exitCode = finding || !isKnown ? exitCodes.failed : exitCodes.ok;
      if (finding) {
        // Whoever reads this, and in whatever language the PC speaks, must not miss it.
        for (const language of ['ja', 'en'] as const) output.complain(faultSentence(finding, language));
        output.complain('', say('audit.broken'));
      } else if (!isKnown) output.complain(say('audit.head-unknown'));
      else output.say(say('audit.fits', { entries: count(entries), head: `${entries}:${hash}` }));
      const gaps = gapLines(report, say);
      if (gaps.length > 0) output.say('', say('audit.gaps'), ...gaps.map((line) => `  ${line}`));
      output.answer({ ...report, head: head === undefined ? null : { given: head, isKnown }, exitCode });
      return exitCode;
    });
  });

  /** Whether the log has an entry of that number and hash. @throws NarashiError cli.invalid-value */
  function holds(store: Store, head: string): boolean {
    const [, number = '', hash = ''] = /^(\d{1,15}):([0-9a-f]{64})$/u.exec(head) ?? [];
    if (hash === '') {
      throw new NarashiError('cli.invalid-value', { name: '--head', value: head, expected: say('expected.head') });
    }
    const [entry] = store.audit.list({ before: Number(number) + 1, limit: 1 });
    return entry?.sequence === Number(number) && entry.hash === hash;
  }
}

function addList(shell: Shell, parent: Command): void {
  const { say, output } = shell.session;
  const list = shell.add('list', 'audit.list', parent);
  list.option('--csv', say('predict.csv'));
  list.option(`--kind <${say('place.kind')}>`, say('audit.kind'));
  list.option(`--limit <${say('place.number')}>`, say('audit.limit'));
  shell.run(list, () => {
    const { workspace: root, csv, kind, limit: typed } = optionSchema.parse(list.optsWithGlobals());
    const limit = typed === undefined ? Number.MAX_SAFE_INTEGER : positiveInteger('--limit', typed, say);
    return withWorkspace(workspaceRoot(root), async ({ store }) => {
      const entries = store.audit.list({ kind, limit }).reverse();
      if (csv) output.raw(auditCsv(entries));
      else output.say(...(entries.length > 0 ? auditTable(entries, say) : [say('audit.none')]));
      if (!csv) output.answer(entries);
      return exitCodes.ok;
    });
  });
}

function addContinue(shell: Shell, parent: Command): void {
  const { say, output } = shell.session;
  const command = shell.add('continue', 'audit.continue', parent);
  command.requiredOption(`--reason <${say('place.text')}>`, say('audit.reason'));
  shell.run(command, () => {
    const { workspace: root, reason } = optionSchema.parse(command.optsWithGlobals());
    return withWorkspace(workspaceRoot(root), async ({ store }) => {
      const report = continueAudit(store, reason);
      output.say(say('audit.continued'), ...gapLines(report, say).map((line) => `  ${line}`));
      output.answer({ ...report, exitCode: exitCodes.ok });
      return exitCodes.ok;
    });
  });
}
