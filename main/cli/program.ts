// All commands with their help, on commander; errors and help in the user's language.
import { Command, type CommanderError, Help, type HelpConfiguration } from 'commander';
import stringWidth from 'string-width';
import { programVersion } from '../jobs/identity.ts';
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

/** Name → what adds it, in order of the help. Each is loaded when it is asked for: most of a start is reading modules. */
const commands = {
  train: async () => (await import('./commands/train.ts')).addTrain,
  resume: async () => (await import('./commands/resume.ts')).addResume,
  eval: async () => (await import('./commands/eval.ts')).addEval,
  export: async () => (await import('./commands/export.ts')).addExport,
  package: async () => (await import('./commands/package.ts')).addPackage,
  verify: async () => (await import('./commands/verify.ts')).addVerify,
  backbone: async () => (await import('./commands/backbone.ts')).addBackboneCommand,
  key: async () => (await import('./commands/key.ts')).addKey,
  inspect: async () => (await import('./commands/inspect.ts')).addInspect,
  review: async () => (await import('./commands/review.ts')).addReview,
  retrain: async () => (await import('./commands/retrain.ts')).addRetrain,
  predict: async () => (await import('./commands/predict.ts')).addPredict,
  runs: async () => (await import('./commands/runs.ts')).addRuns,
  quality: async () => (await import('./commands/quality.ts')).addQuality,
  duplicates: async () => (await import('./commands/duplicates.ts')).addDuplicates,
  agreement: async () => (await import('./commands/agreement.ts')).addAgreement,
  rule: async () => (await import('./commands/rule.ts')).addRule,
  trust: async () => (await import('./commands/trust.ts')).addTrust,
  slices: async () => (await import('./commands/slices.ts')).addSlices,
  unlike: async () => (await import('./commands/unlike.ts')).addUnlike,
  explain: async () => (await import('./commands/explain.ts')).addExplain,
  trial: async () => (await import('./commands/trial.ts')).addTrial,
  flatness: async () => (await import('./commands/flatness.ts')).addFlatness,
  sweep: async () => (await import('./commands/sweep.ts')).addSweep,
  report: async () => (await import('./commands/report.ts')).addReport,
  models: async () => (await import('./commands/models.ts')).addModels,
  golden: async () => (await import('./commands/golden.ts')).addGolden,
  devices: async () => (await import('./commands/devices.ts')).addDevices,
  audit: async () => (await import('./commands/audit.ts')).addAudit,
  tfjs: async () => (await import('./commands/tfjs.ts')).addTfjs,
  demo: async () => (await import('./commands/demo.ts')).addDemo,
  sample: async () => (await import('./commands/sample.ts')).addSample,
  bench: async () => (await import('./commands/bench.ts')).addBench,
} satisfies Record<string, () => Promise<(shell: Shell) => void>>;

/** The program with the command that `argv` asks for; with all of them where it asks for none, or for help. */
export async function buildProgram(
  session: Session,
  finish: (code: ExitCode) => void,
  argv: readonly string[] = [],
): Promise<Command> {
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
  for (const add of await Promise.all(asked(argv))) add(shell);
  return program;
}

/** What adds the commands that this command line needs. */
function asked(argv: readonly string[]): Promise<(shell: Shell) => void>[] {
  const named = Object.entries(commands).find(([name]) => name === firstWord(argv));
  return (named ? [named] : Object.entries(commands)).map(([, load]) => load());
}

/** The first word that is neither an option of the program nor the value of one. */
function firstWord(argv: readonly string[]): string | undefined {
  return argv.find((word, index) => !word.startsWith('-') && !optionsWithValue.includes(argv[index - 1] ?? ''));
}

const optionsWithValue: readonly string[] = ['--workspace', '--lang'];

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
