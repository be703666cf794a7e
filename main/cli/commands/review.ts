// narashi review: the doubtful images of a line, what a person says of them, and their way into the next training.
import { resolve } from 'node:path';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { queuedParts, sayOf } from '../../inspect/review/queue.ts';
import { type TakenImages, writeReviewed } from '../../inspect/review/take.ts';
import { startChild } from '../../jobs/control/child.ts';
import { Importing } from '../../services/import/importing.ts';
import { classesInUse, withJournal } from '../../services/line/review-line.ts';
import { projectOf, takeIntoProject } from '../../services/line/take-reviewed.ts';
import { quietContext } from '../../services/quiet-context.ts';
import type { LineStore } from '../../store/index.ts';
import { collect, positiveInteger } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { queueLines, takenLines } from '../format/review.ts';
import type { Shell } from '../program.ts';
import { withWorkspace, workspaceRoot } from '../session.ts';

const optionSchema = z.object({
  workspace: z.string().optional(),
  limit: z.string().default('50'),
  say: z.array(z.string()).default([]),
  operator: z.string().optional(),
  newClass: z.boolean().default(false),
  export: z.string().optional(),
  into: z.string().optional(),
  seen: z.boolean().default(false),
});
type Options = z.infer<typeof optionSchema>;

export function addReview(shell: Shell): void {
  const { say, output } = shell.session;
  const command = shell.add('review', 'review.help').argument(`<${say('place.line')}>`, say('inspect.line'));
  command.option(`--limit <${say('place.number')}>`, say('review.limit'));
  command.option(`--say <${say('place.part-class')}>`, say('review.say'), collect);
  command.option(`--operator <${say('place.name')}>`, say('review.operator'));
  command.option('--new-class', say('review.new-class'));
  command.option(`--export <${say('place.folder')}>`, say('review.export'));
  command.option(`--into <${say('place.project')}>`, say('review.into'));
  command.option('--seen', say('review.seen'));
  shell.run(command, async () => {
    const options = optionSchema.parse(command.optsWithGlobals());
    const line = command.args[0] ?? '';
    const folder = resolve(line);
    const answer = await withJournal(folder, async (store) => {
      if (options.seen) return seen(store, requireOperator(options));
      if (options.say.length > 0) return sayAll(store, folder, options);
      if (options.export !== undefined) return exportTo(store, folder, resolve(options.export));
      if (options.into !== undefined) return takeInto(store, folder, options.into, options.workspace);
      const parts = queuedParts(store, folder, positiveInteger('--limit', options.limit, say));
      const waiting = store.reviews.waiting();
      output.say(...queueLines(parts, { waiting, line }, say));
      return { waiting, parts };
    });
    output.answer({ ...answer, exitCode: exitCodes.ok });
    return exitCodes.ok;
  });

  function seen(store: LineStore, operator: string): object {
    const count = store.checks.see('drift', operator) + store.checks.see('samples', operator);
    output.say(say('review.alarms-seen', { count, operator }));
    return { seen: count };
  }

  /** All words are understood before the first is recorded. */
  async function sayAll(store: LineStore, folder: string, options: Options): Promise<object> {
    const operator = requireOperator(options);
    const words = options.say.map((text) => {
      const [, part = '', className = ''] = /^(\d{1,15})=(.+)$/u.exec(text) ?? [];
      if (className === '') {
        throw new NarashiError('cli.invalid-value', { name: '--say', value: text, expected: say('review.say-form') });
      }
      return { part: Number(part), className, operator, isNew: options.newClass };
    });
    const known = await classesInUse(folder);
    for (const word of words) {
      sayOf(store, word, known);
      output.say(say('review.said', word));
    }
    return { said: words.length, waiting: store.reviews.waiting() };
  }

  async function exportTo(store: LineStore, folder: string, target: string): Promise<TakenImages> {
    const taken = await writeReviewed(store, folder, target);
    store.reviews.markTaken(taken.parts);
    output.say(say('review.written', { count: taken.parts.length, path: target }), ...takenLines(taken, say));
    return taken;
  }

  async function takeInto(store: LineStore, folder: string, project: string, root: string | undefined) {
    return withWorkspace(workspaceRoot(root), async (workspace) => {
      const importing = new Importing(quietContext(workspace), startChild);
      try {
        const projectId = projectOf(workspace, project);
        const taken = await takeIntoProject({ store, folder, workspace, importing, projectId });
        output.say(say('review.entered', { count: taken.parts.length, added: taken.added }), ...takenLines(taken, say));
        return { ...taken, projectId };
      } finally {
        await importing.close();
      }
    });
  }

  function requireOperator({ operator }: Options): string {
    if (operator?.trim()) return operator.trim();
    const data = { name: '--operator', value: operator ?? '', expected: say('review.needs-operator') };
    throw new NarashiError('cli.invalid-value', data);
  }
}
