// Commander's complaints about what was typed, as Narashi's own errors.
import type { Command, CommanderError } from 'commander';
import { NarashiError } from '../../shared/contract/errors/index.ts';

/** Undefined where commander only ended after showing help or the version. */
export function usageError(error: CommanderError, at: Command): NarashiError | undefined {
  const command = commandPath(at);
  const quoted = /'([^']*)'/u.exec(error.message)?.[1] ?? '';
  switch (error.code) {
    case 'commander.help':
    case 'commander.helpDisplayed':
    case 'commander.version':
      return undefined;
    case 'commander.unknownOption':
      return new NarashiError('cli.unknown-option', { option: quoted, command });
    case 'commander.unknownCommand':
      return new NarashiError('cli.unknown-command', { command: quoted });
    case 'commander.optionMissingArgument':
      return new NarashiError('cli.missing-value', { option: quoted, command });
    case 'commander.missingArgument':
      return new NarashiError('cli.missing-argument', { name: `<${quoted}>`, command });
    case 'commander.excessArguments': {
      const given = at.args.slice(at.registeredArguments.length).join(' ');
      return new NarashiError('cli.too-many-arguments', { given, command });
    }
    default:
      return new NarashiError('cli.invalid-value', { name: command, value: quoted, expected: error.message });
  }
}

/** `runs show`, without the program's name. */
function commandPath(command: Command): string {
  return command.parent ? `${commandPath(command.parent)} ${command.name()}`.trim() : '';
}
