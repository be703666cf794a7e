// Every text is there in both languages, with the same places, and every help is translated.
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { Interruption } from '../../../main/cli/interruption.ts';
import { Output } from '../../../main/cli/output.ts';
import { buildProgram } from '../../../main/cli/program.ts';
import { texts, voice } from '../../../main/cli/text.ts';

const places = (text: string) => new Set([...text.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name));
const japanese = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** The same in both languages: symbols and names. */
const international = new Set(['epoch.lambda', 'help.usage-pattern', 'inspect.outcome-OK', 'inspect.outcome-NG']);

describe('texts', () => {
  it.each(Object.entries(texts))('%s is complete', (key, { en, ja }) => {
    expect(en.trim()).not.toBe('');
    expect(ja.trim()).not.toBe('');
    expect(places(ja)).toEqual(places(en));
    expect(japanese.test(en), 'English without Japanese').toBe(key === 'train.ok');
    if (!international.has(key)) expect(japanese.test(ja), 'Japanese').toBe(true);
  });
});

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

function programIn(language: 'ja' | 'en'): Promise<Command> {
  const output = new Output({
    stdout: { write: () => true },
    stderr: { write: () => true, columns: 100 },
    json: false,
  });
  const session = { say: voice(language), output, interruption: new Interruption(() => undefined), debug: false };
  return buildProgram(session, () => undefined);
}

describe('help', async () => {
  it.each(allCommands(await programIn('ja')).map((command) => [command.name(), command] as const))(
    'of %s is Japanese throughout',
    (_, command) => {
      const described = [command, ...command.options, ...command.registeredArguments];
      for (const each of described) {
        const text = each instanceof Command ? each.description() : each.description;
        expect(text).toMatch(japanese);
      }
      const help = command.helpInformation();
      expect(help).toContain('書き方：');
      expect(help).not.toMatch(/Usage:|Options:|Arguments:|Commands:|default/);
    },
  );

  it.each(allCommands(await programIn('en')).map((command) => [command.name(), command] as const))(
    'of %s fits the terminal',
    (_, command) => {
      for (const line of command.helpInformation().split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    },
  );
});
