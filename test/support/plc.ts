// A PLC of our own making: another Modbus library than the product's, and addresses written down here once more.
import modbus from 'modbus-serial';

export interface Seen {
  readonly words: readonly number[];
  readonly ready: boolean;
  readonly busy: boolean;
  readonly valid: boolean;
  readonly error: boolean;
  readonly outcome: number | undefined;
  readonly sequence: number;
  readonly partNumber: number;
  readonly score: number | undefined;
  readonly fault: number | undefined;
  readonly heartbeat: number | undefined;
  readonly reason: number | undefined;
}

export class Plc {
  readonly client = new modbus.default();

  static async connect(port: number, unit = 1): Promise<Plc> {
    const plc = new Plc();
    plc.client.on('error', () => undefined);
    await plc.client.connectTCP('127.0.0.1', { port });
    plc.client.setID(unit);
    plc.client.setTimeout(20_000);
    return plc;
  }

  async read(): Promise<Seen> {
    return decode((await this.client.readInputRegisters(0, 32)).data);
  }

  async readMirror(): Promise<Seen> {
    return decode((await this.client.readHoldingRegisters(100, 32)).data);
  }

  async trigger(partNumber: number): Promise<void> {
    await this.client.writeRegisters(0, [1, Math.floor(partNumber / 65_536), partNumber % 65_536]);
  }

  async drop(): Promise<void> {
    await this.client.writeRegister(0, 0);
  }

  /** Reads until it is so. A part that does not come ends the test by its own time limit. */
  async until(isSo: (seen: Seen) => boolean): Promise<Seen> {
    for (;;) {
      const seen = await this.read();
      if (isSo(seen)) return seen;
    }
  }

  async close(): Promise<void> {
    if (!this.client.isOpen) return;
    await new Promise<void>((resolve) => this.client.close(() => resolve()));
  }
}

function decode(words: readonly number[]): Seen {
  const [, state = 0, outcome, high = 0, low = 0, partHigh = 0, partLow = 0, score, , fault, heartbeat, reason] = words;
  const bit = (place: number) => ((state >> place) & 1) === 1;
  return {
    words,
    ready: bit(0),
    busy: bit(1),
    valid: bit(2),
    error: bit(3),
    outcome,
    sequence: high * 65_536 + low,
    partNumber: partHigh * 65_536 + partLow,
    score,
    fault,
    heartbeat,
    reason,
  };
}
