// narashi agreement: how far inspectors agree, from a table of their judgements.
import { resolve } from 'node:path';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { percent } from '../../../shared/text/numbers.ts';
import { openTable } from '../../data/source/csv-table.ts';
import { agreementOf, type Kappa } from '../../eval/index.ts';
import { assignVerdicts } from '../../services/verdicts.ts';
import { collect } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { table } from '../format/table.ts';
import type { Shell } from '../program.ts';

const optionSchema = z.object({ ok: z.array(z.string()).default([]) });

/** Disputed images shown. */
const SHOWN = 50;

export function addAgreement(shell: Shell): void {
  const { say, output } = shell.session;
  const command = shell.add('agreement', 'agreement.help').argument(`<${say('place.file')}>`, say('agreement.file'));
  command.option(`--ok <${say('place.class')}>`, say('train.ok'), collect);
  const range = (kappa: Kappa | null) =>
    kappa ? `${kappa.kappa.toFixed(2)} (${kappa.low.toFixed(2)} – ${kappa.high.toFixed(2)})` : '–';
  shell.run(command, async () => {
    const { ok } = optionSchema.parse(command.optsWithGlobals());
    const path = resolve(command.args[0] ?? '');
    const { inspectors, rows } = await readOpinions(path);
    const names = [...new Set(rows.flatMap(({ judged }) => judged))].filter((name) => name !== '').sort();
    const classes = assignVerdicts(names, ok);
    const verdicts = classes.map(({ verdict }) => verdict);
    const pairs = inspectors.flatMap((first, one) =>
      inspectors.slice(one + 1).map((second, offset) => {
        const other = one + 1 + offset;
        const common = rows.flatMap(({ judged }) => {
          const [a, b] = [names.indexOf(judged[one] ?? ''), names.indexOf(judged[other] ?? '')];
          return a < 0 || b < 0 ? [] : [[a, b] as const];
        });
        return { first, second, ...agreementOf(common, verdicts) };
      }),
    );
    if (pairs.every(({ images }) => images === 0)) throw new NarashiError('cli.no-opinions', { path });
    const disputed = rows.filter(({ judged }) => new Set(judged.filter((name) => name !== '')).size > 1);
    output.say(
      '',
      ...table(
        [
          { title: say('agreement.who') },
          { title: say('agreement.images'), align: 'right' },
          { title: say('agreement.agreed'), align: 'right' },
          { title: say('agreement.kappa'), align: 'right' },
          { title: say('agreement.verdict-kappa'), align: 'right' },
        ],
        pairs.map(({ first, second, images, agreed, kappa, verdictKappa }) => [
          `${first} – ${second}`,
          String(images),
          percent(images === 0 ? null : agreed / images, say.language),
          range(kappa),
          range(verdictKappa),
        ]),
        '  ',
      ),
      '',
    );
    if (disputed.length === 0) output.say(say('agreement.none'));
    else {
      output.say(
        say('agreement.disputed', { count: disputed.length }),
        '',
        ...table(
          [{ title: say('agreement.image') }, ...inspectors.map((title) => ({ title }))],
          disputed.slice(0, SHOWN).map(({ image, judged }) => [image, ...judged]),
          '  ',
        ),
      );
    }
    output.answer({ classes, pairs, disputed, exitCode: exitCodes.ok });
    return exitCodes.ok;
  });
}

/** @throws NarashiError cli.no-opinions, imports.list-unreadable, imports.list-encoding */
async function readOpinions(path: string) {
  const rows = await openTable(path, path);
  let inspectors: string[] | undefined;
  const found: { image: string; judged: string[] }[] = [];
  for await (const row of rows()) {
    const [image = '', ...cells] = row.map((cell) => cell.replaceAll('\0', '').trim().normalize('NFC'));
    if (!inspectors) {
      inspectors = cells.filter((name) => name !== '');
      if (inspectors.length < 2) break;
    } else found.push({ image, judged: inspectors.map((_, place) => cells[place] ?? '') });
  }
  if (!inspectors || inspectors.length < 2 || found.length === 0) throw new NarashiError('cli.no-opinions', { path });
  return { inspectors, rows: found };
}
