// narashi models settings: the gates a project sets its models, shown and changed one by one.
import type { Command } from 'commander';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type GateSettings, gateSettings } from '../../../shared/domain/gates.ts';
import { collect } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { pairs } from '../format/table.ts';
import type { Shell } from '../program.ts';
import { projectNamed } from '../projects.ts';
import { withWorkspace, workspaceRoot } from '../session.ts';
import type { Voice } from '../text.ts';

const optionSchema = z.object({
  workspace: z.string().optional(),
  set: z.array(z.string()).default([]),
  reason: z.string().default(''),
});
const names = gateSettings.keyof().options;

export function addGateSettings(shell: Shell, parent: Command): void {
  const { say, output } = shell.session;
  const command = shell.add('settings', 'gates.settings', parent);
  command.argument(`<${say('place.project')}>`, say('models.project'));
  command.option(`--set <${say('place.setting')}>`, say('gates.set'), collect);
  command.option(`--reason <${say('place.text')}>`, say('gates.reason'));
  shell.run(command, () => {
    const { workspace: root, set, reason } = optionSchema.parse(command.optsWithGlobals());
    return withWorkspace(workspaceRoot(root), async ({ store }) => {
      const { id } = projectNamed(store, command.args[0] ?? '', say);
      if (set.length > 0) {
        const { settings } = store.projectGates.of(id);
        store.projectGates.set(id, changed(settings, set, say), reason.trim());
      }
      const { settings, ...kept } = store.projectGates.of(id);
      const rows = names.map((name) => [name, shown(settings[name]), say(`gates.${name}`)] as const);
      output.say(...pairs(rows.map(([name, value, words]) => [`${name} = ${value}`, words])));
      output.answer({ project: id, settings, ...kept, exitCode: exitCodes.ok });
      return exitCodes.ok;
    });
  });
}

const shown = (value: GateSettings[keyof GateSettings]) => (value === null ? 'off' : String(value));

/** @throws NarashiError cli.invalid-value */
function changed(settings: GateSettings, typed: readonly string[], say: Voice): GateSettings {
  const values = typed.map((setting) => {
    const [, name = '', value = ''] = /^([A-Za-z]+)=(.+)$/u.exec(setting) ?? [];
    const given = value === 'off' ? null : Number.isNaN(Number(value)) ? value : Number(value);
    return [name, given] as const;
  });
  const { success, data, error } = gateSettings.safeParse({ ...settings, ...Object.fromEntries(values) });
  if (success) return data;
  const place = String(error.issues[0]?.path[0] ?? '');
  throw new NarashiError('cli.invalid-value', {
    name: '--set',
    value: typed.find((setting) => setting.startsWith(`${place}=`)) ?? typed.join(' '),
    expected: say('expected.gate', { names: names.join(', ') }),
  });
}
