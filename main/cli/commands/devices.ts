// narashi devices: what trainings can run on, tests of it, and the choice.
import { z } from 'zod';
import {
  type DeviceList,
  type DeviceReport,
  deviceChoices,
  precisionChoices,
} from '../../../shared/contract/devices.ts';
import { trainsMixed } from '../../../shared/contract/training.ts';
import { createDevices, listDevices } from '../../services/devices.ts';
import { quietContext } from '../../services/quiet-context.ts';
import { oneOf } from '../arguments.ts';
import { exitCodes } from '../exit.ts';
import { table } from '../format/table.ts';
import type { Shell } from '../program.ts';
import { withWorkspace, workspaceRoot } from '../session.ts';
import type { Voice } from '../text.ts';

const optionSchema = z.object({
  workspace: z.string().optional(),
  test: z.boolean().default(false),
  use: z.string().optional(),
  precision: z.string().optional(),
});

export function addDevices(shell: Shell): void {
  const { session } = shell;
  const { say, output, interruption } = session;
  const command = shell.add('devices', 'devices.help');
  command.option('--test', say('devices.test'));
  command.option(`--use <${say('devices.device')}>`, say('devices.use'));
  command.option(`--precision <${say('devices.precision')}>`, say('devices.precision-help'));
  shell.run(command, () => {
    const { workspace: root, test, ...typed } = optionSchema.parse(command.optsWithGlobals());
    const use = typed.use === undefined ? undefined : oneOf('--use', typed.use, deviceChoices);
    const precision =
      typed.precision === undefined ? undefined : oneOf('--precision', typed.precision, precisionChoices);
    return withWorkspace(workspaceRoot(root), async (workspace) => {
      const devices = createDevices(quietContext(workspace));
      const call = { signal: interruption.signal, progress: () => undefined };
      if (test) {
        output.complain(say('devices.testing'));
        await devices.testDevices({}, call);
      }
      if (use !== undefined) await devices.useDevice({ choice: use }, call);
      if (precision !== undefined) await devices.usePrecision({ precision }, call);
      const found = await listDevices(workspace);
      output.say('', ...lines(found, say), '');
      output.answer({ ...found, exitCode: exitCodes.ok });
      return exitCodes.ok;
    });
  });
}

function lines({ processor, adapters, devices, used, reason }: DeviceList, say: Voice): string[] {
  const cards = adapters.map(({ name, driver, memoryBytes }) =>
    say('devices.adapter', {
      name,
      driver: driver === null ? '' : say('devices.driver', { driver }),
      memory: memoryBytes === null ? '' : say('devices.memory', { size: (memoryBytes / 2 ** 30).toFixed(0) }),
    }),
  );
  const columns = [
    { title: say('devices.name') },
    { title: say('devices.state') },
    { title: say('devices.speed'), align: 'right' as const },
    { title: say('devices.difference'), align: 'right' as const },
  ];
  const rows = devices.map(({ provider, title, state, speedup, difference }) => [
    `${provider} (${title})`,
    say(`devices.state.${state}`),
    speedup === null ? '–' : `×${speedup.toFixed(2)}`,
    difference === null ? '–' : difference.toExponential(0),
  ]);
  return [
    say('devices.processor', { name: processor.name, threads: processor.threads }),
    ...(cards.length > 0 ? cards : [say('devices.no-adapters')]),
    '',
    ...(rows.length > 0 ? table(columns, rows, '  ') : [say('devices.none')]),
    ...devices.flatMap(({ provider, detail }) =>
      detail === null ? [] : [`  ${say('devices.detail', { device: provider, detail })}`],
    ),
    ...devices.flatMap((report) => mixedLine(report, say)),
    '',
    say('devices.used', { name: used.name, reason: say(`devices.reason.${reason}`) }),
    ...(trainsMixed(used) ? [say('devices.used-mixed')] : []),
  ];
}

function mixedLine({ provider, mixed }: DeviceReport, say: Voice): string[] {
  if (!mixed) return [];
  const { state, difference, speedup, detail } = mixed;
  const values = {
    device: provider,
    difference: ((difference ?? 0) * 100).toFixed(1),
    speedup: (speedup ?? 1).toFixed(2),
    detail: detail ?? '',
  };
  return [`  ${say(`devices.mixed.${state}`, values)}`];
}
