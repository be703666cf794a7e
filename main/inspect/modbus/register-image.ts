// State of the handshake → the words and bits a PLC reads, made whole: no reader sees half of a result.
import { faults } from '../../../shared/domain/inspection.ts';
import { type Handshake, isBusy, isHealthy, isReady } from './handshake.ts';
import {
  type Bit,
  bits,
  blockLength,
  mapVersion,
  outcomeCodes,
  type Register,
  reasons,
  registerAt,
} from './register-map.ts';
import { unknown } from './result.ts';

export function registersOf(state: Handshake): Uint16Array {
  const words = new Uint16Array(blockLength);
  const put = (name: Register, value: number) => {
    words[registerAt(name)] = value;
  };
  const putLong = (name: Register, value: number) => {
    words[registerAt(name)] = Math.floor(value / 0x1_0000);
    words[registerAt(name) + 1] = value % 0x1_0000;
  };
  const { result, counts } = state;
  put('version', mapVersion);
  put('state', stateWord(state));
  // A result that was taken must not be taken again by one who does not look at the bit.
  put('outcome', result && state.isValid ? outcomeCodes[result.outcome].code : 0);
  putLong('sequence', state.sequence);
  putLong('partNumber', state.partNumber);
  put('ngScore', result?.ngScore ?? unknown);
  put('classIndex', result?.classIndex ?? unknown);
  put('fault', state.isSilent ? faults.timeout : state.status.fault);
  put('heartbeat', state.heartbeat);
  put('reason', reasons[state.reason].code);
  put('milliseconds', result?.milliseconds ?? 0);
  words.set(textWords(state.model, 8), registerAt('model'));
  putLong('countOk', counts.OK);
  putLong('countNg', counts.NG);
  putLong('countReview', counts.review);
  putLong('countError', counts.error);
  return words;
}

function stateWord(state: Handshake): number {
  const outcome = state.isValid ? state.result?.outcome : undefined;
  const on: Readonly<Record<Bit, boolean>> = {
    ready: isReady(state),
    busy: isBusy(state),
    valid: state.isValid,
    error: state.reason !== 'none',
    heartbeat: state.heartbeat % 2 === 1,
    healthy: isHealthy(state),
    lineSilent: state.isLineSilent,
    ok: outcome === 'OK',
    ng: outcome === 'NG',
    review: outcome === 'review',
    outcomeError: outcome === 'error',
  };
  return bits.reduce((word, { name, address }) => (on[name] ? word | (1 << address) : word), 0);
}

/** Two characters a register, the first in the high byte; what is not ASCII becomes `_`. */
function textWords(text: string, length: number): Uint16Array {
  const codes = Array.from(text, (character) => (/[ -~]/.test(character) ? character.charCodeAt(0) : 0x5f));
  return Uint16Array.from({ length }, (_, index) => ((codes[2 * index] ?? 0) << 8) | (codes[2 * index + 1] ?? 0));
}
