// All commands with their help, on commander; errors and help in the user's language.
import { Command, type CommanderError, Help, type HelpConfiguration } from 'commander';
import stringWidth from 'string-width';
import { programVersion } from '../jobs/identity.ts';
import { addAgreement } from './commands/agreement.ts';
import { addAudit } from './commands/audit.ts';
import { addBench } from './commands/bench.ts';
import { addDemo } from './commands/demo.ts';
import { addDuplicates } from './commands/duplicates.ts';
import { addEval } from './commands/eval.ts';
import { addExplain } from './commands/explain.ts';
import { addExport } from './commands/export.ts';
import { addFlatness } from './commands/flatness.ts';
import { addGolden } from './commands/golden.ts';
import { addInspect } from './commands/inspect.ts';
import { addKey } from './commands/key.ts';
import { addModels } from './commands/models.ts';
import { addPackage } from './commands/package.ts';
import { addPredict } from './commands/predict.ts';
import { addQuality } from './commands/quality.ts';
import { addReport } from './commands/report.ts';
import { addResume } from './commands/resume.ts';
import { addRetrain } from './commands/retrain.ts';
import { addReview } from './commands/review.ts';
import { addRule } from './commands/rule.ts';
import { addRuns } from './commands/runs.ts';
import { addSample } from './commands/sample.ts';
import { addSlices } from './commands/slices.ts';
import { addSweep } from './commands/sweep.ts';
import { addTrain } from './commands/train.ts';
import { addTrial } from './commands/trial.ts';
import { addTrust } from './commands/trust.ts';
import { addUnlike } from './commands/unlike.ts';
import { addVerify } from './commands/verify.ts';
import type { ExitCode } from './exit.ts';
import { wrap } from './format/width.ts';
import type { Session } from './session.ts';
import type { PlainKey, Voice } from './text.ts';
import { usageError } from './usage-error.ts';

/** What a command's file gets to add itself. */
export interface Shell {
  readonly session: Session;
  /** A command below `parent` (the program itself when absent). */
  add(name: string, help: PlainKey, parent?: Command, options?: { readonly isDefault?: boolean }): Command;
  /** Makes `work` the command's action; its result is the exit code. */
  run(command: Command, work: () => Promise<ExitCode>): void;
}

/** In order of the help. */
const commands = [
  addTrain,
  addResume,
  addEval,
  addExport,
  addPackage,
  addVerify,
  addKey,
  addInspect,
  addReview,
  addRetrain,
  addPredict,
  addRuns,
  addQuality,
  addDuplicates,
  addAgreement,
  addRule,
  addTrust,
  addSlices,
  addUnlike,
  addExplain,
  addTrial,
  addFlatness,
  addSweep,
  addReport,
  addModels,
  addGolden,
  addAudit,
  addDemo,
  addSample,
  addBench,
];

export function buildProgram(session: Session, finish: (code: ExitCode) => void): Command {
  const { say, output } = session;
  const program = new Command('narashi');
  speak(program, say);
  program
    .description(say('help.program'))
    .usage(say('help.usage-pattern'))
    .version(programVersion, '--version', say('help.version'))
    .option(`--workspace <${say('place.folder')}>`, say('help.workspace'))
    .option('--lang <ja|en>', say('help.lang'))
    .option('--json', say('help.json'))
    .option('--debug', say('help.debug'))
    .addHelpText('after', `\n${say('help.after')}`)
    .configureHelp(helpIn(say))
    .configureOutput({
      writeOut: (text) => output.raw(text),
      writeErr: (text) => output.raw(text),
      // Errors are told by whoever catches them.
      outputError: () => undefined,
      getOutHelpWidth: () => output.columns,
      getErrHelpWidth: () => output.columns,
    });
  complainInOurWords(program);
  const shell: Shell = {
    session,
    add(name, help, parent = program, options = {}) {
      const command = parent.command(name, options).description(say(help)).usage(say('help.option-pattern'));
      speak(command, say);
      complainInOurWords(command);
      return command;
    },
    run(command, work) {
      const named = command.registeredArguments.map((each) => {
        const name = each.name() + (each.variadic ? '…' : '');
        return each.required ? `<${name}>` : `[${name}]`;
      });
      command.usage([...named, say('help.option-pattern')].join(' '));
      command.action(async () => finish(await work()));
    },
  };
  for (const add of commands) add(shell);
  return program;
}

function speak(command: Command, say: Voice): void {
  command.helpOption('-h, --help', say('help.help')).helpCommand(false);
}

function complainInOurWords(command: Command): void {
  command.exitOverride((error: CommanderError) => {
    throw usageError(error, command) ?? error;
  });
}

/** Titles in our words, columns that know how wide Japanese is. */
function helpIn(say: Voice): HelpConfiguration {
  const titles = new Map<string, string>([
    ['Usage:', say('help.usage')],
    ['Arguments:', say('help.arguments')],
    ['Options:', say('help.options')],
    ['Global Options:', say('help.global-options')],
    ['Commands:', say('help.commands')],
  ]);
  const usual = new Help();
  return {
    showGlobalOptions: true,
    displayWidth: (text) => stringWidth(text),
    boxWrap: (text, width) => wrap(text, width),
    styleTitle: (title) => titles.get(title) ?? title,
    // Below the program: `train <folder> [options]  help`.
    subcommandTerm: (command) =>
      [command.name(), ...command.registeredArguments.map((each) => usual.argumentTerm(each))].join(' '),
  };
}
