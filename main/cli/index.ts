// The command line from the first word to the exit code.
import { CommanderError } from 'commander';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { chooseLanguage, hasFlag } from '../../shared/text/language.ts';
import { type ExitCode, exitCodeOf, exitCodes } from './exit.ts';
import { errorLines } from './format/messages.ts';
import { wrap } from './format/width.ts';
import { Interruption } from './interruption.ts';
import { Output, type Writer } from './output.ts';
import { buildProgram } from './program.ts';
import type { Session } from './session.ts';
import { voice } from './text.ts';

/** Runs the command line in this process and sets its exit code. */
export async function start(argv: readonly string[]): Promise<void> {
  // `narashi runs | head` closes the pipe early: nobody reads on, so there is nothing left to say.
  process.stdout.on('error', (error) => {
    if ('code' in error && error.code === 'EPIPE') process.exit();
    throw error;
  });
  process.exitCode = await main(argv, process.stdout, process.stderr);
}

/** Runs one command line. Never throws. */
export async function main(argv: readonly string[], stdout: Writer, stderr: Writer): Promise<ExitCode> {
  const say = voice(chooseLanguage(argv, process.env, Intl.DateTimeFormat().resolvedOptions().locale));
  const output = new Output({ stdout, stderr, json: hasFlag(argv, '--json') });
  const interruption = new Interruption(() => output.complain('', say('stop.now')));
  const session: Session = { say, output, interruption, debug: hasFlag(argv, '--debug') };
  const forget = interruption.listen();
  let code: ExitCode = exitCodes.ok;
  try {
    const finish = (result: ExitCode) => {
      code = result;
    };
    await (await buildProgram(session, finish, argv)).parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    // Commander's own errors were put in our words; what is left of them is the end of --help and --version.
    return error instanceof CommanderError ? exitCodes.ok : reportFailure(error, session);
  } finally {
    output.live('');
    forget();
  }
}

/** Says what went wrong. */
function reportFailure(error: unknown, { say, output, debug }: Session): ExitCode {
  output.live('');
  const code = exitCodeOf(error);
  if (error instanceof NarashiError) {
    output.complain(...errorLines(error, say, output.columns));
    output.answer({ error: { code: error.code, message: error.in(say.language), data: error.data }, exitCode: code });
  } else {
    const reason = error instanceof Error ? error.message : String(error);
    output.complain(
      say('error'),
      ...wrap(say('unexpected', { reason }), output.columns - 3)
        .split('\n')
        .map((line) => `  ${line}`),
    );
    output.answer({ error: { code: null, message: reason, data: {} }, exitCode: code });
  }
  if (debug) output.complain('', detailsOf(error));
  return code;
}

function detailsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\nCaused by: ${detailsOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
