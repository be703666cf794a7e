// What the exit code tells a script.
import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../../main/cli/exit.ts';
import { type ErrorCode, type ErrorData, messages, NarashiError } from '../../../shared/contract/errors/index.ts';

const isCode = (code: string): code is ErrorCode => code in messages;
const codes = Object.keys(messages).filter(isCode);
/** Every place filled, whatever the code. */
const anything: ErrorData<ErrorCode> = new Proxy(JSON.parse('{}'), { get: () => '?' });
const errorOf = (code: ErrorCode) => new NarashiError(code, anything);

describe('exit codes', () => {
  it.each([
    ['cli.unknown-option', 2],
    ['services.unknown-class', 2],
    ['store.run-not-found', 2],
    ['data.folder-missing', 3],
    ['data.one-class', 3],
    ['data.disk-full', 1],
    ['data.cancelled', 130],
    ['onnx.unreadable', 3],
    ['export.not-ours', 3],
    ['export.parity-failed', 4],
    ['export.not-written', 4],
    ['services.no-test-images', 4],
    ['services.workspace-not-writable', 1],
    ['train.diverged', 1],
    ['engine.run-failed', 1],
  ] as const)('%s ends with %d', (code, exit) => expect(exitCodeOf(errorOf(code))).toBe(exit));

  it.each(codes)('%s never looks like success', (code) => expect(exitCodeOf(errorOf(code))).toBeGreaterThan(0));

  it('is 1 for the unexpected', () => expect(exitCodeOf(new TypeError('x'))).toBe(1));
});
