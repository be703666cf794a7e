// Command lines that can be pasted: quoted for the shell at hand.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { commandLine } from '../../../main/cli/repeat.ts';

describe('command lines', () => {
  beforeAll(() => void vi.stubEnv('npm_execpath', undefined));
  afterAll(() => void vi.unstubAllEnvs());

  it.each([
    [['train', '/data/部品'], 'linux', 'narashi train /data/部品'],
    [['train', '/my data', '--ok', "l'OK"], 'linux', "narashi train '/my data' --ok 'l'\\''OK'"],
    [['train', 'C:\\部品\\a b'], 'win32', 'narashi train "C:\\部品\\a b"'],
    [['train', 'C:\\parts'], 'win32', 'narashi train C:\\parts'],
    [['train', 'a\\b'], 'linux', "narashi train 'a\\b'"],
    [['train', '$(x)'], 'linux', "narashi train '$(x)'"],
    [['predict', 'm.onnx', '<images>'], 'linux', 'narashi predict m.onnx <images>'],
    [['resume', ''], 'linux', "narashi resume ''"],
  ] as const)('%j on %s', (words, platform, line) => expect(commandLine(words, platform)).toBe(line));
});
