// The inspection as a Modbus/TCP server: the PLC is the client, triggers parts and reads results. The handshake decides;
// here it is given time, requests and answers.
import { faults, type InspectedPart } from '../../../shared/domain/inspection.ts';
import type { LineLink } from '../line-link.ts';
import { type DoorCounts, openDoor } from './door.ts';
import { exceptionFrame } from './frames.ts';
import { atStart, type HandshakeEvent, type Limits, step } from './handshake.ts';
import { makeMemory } from './memory.ts';
import { registersOf } from './register-image.ts';
import { refusal } from './requests.ts';

export interface ModbusOptions {
  /** Address of the network adapter the PLC reaches, such as 192.168.0.10; 0.0.0.0 for all. */
  readonly host: string;
  /** 502 by custom; 0: the system chooses. */
  readonly port: number;
  readonly unitId: number;
  /** Takes and judges the next image for this part. Rejects, or gives outcome `error`, where that fails. */
  readonly trigger: (partNumber: number) => Promise<InspectedPart>;
  /** Short name of the model, shown until a part tells its own. */
  readonly model?: string;
  /** Number of the last result, where counting goes on after a restart. */
  readonly sequence?: number;
  /** How long a result stays valid that no trigger holds; undefined: until the next. */
  readonly resultHoldMilliseconds?: number;
  readonly heartbeatMilliseconds: number;
  /** Without `show`, `alive`, `tell` or an answered trigger for so long, the inspection counts as hung. */
  readonly silenceMilliseconds?: number;
  /** From a trigger to its result; then the PLC is told an error. */
  readonly answerMilliseconds?: number;
  /** The PLC must change its counter within this time; undefined: it is not watched. */
  readonly lineSilenceMilliseconds?: number;
  readonly connections?: number;
  readonly idleMilliseconds?: number;
  /** Milliseconds of a clock that never goes back, such as `performance.now`. */
  readonly now: () => number;
}

export interface ModbusLink extends LineLink {
  readonly port: number;
  /** A sign of life that changes nothing else. */
  alive(): void;
  facts(): ModbusFacts;
}

export interface ModbusFacts extends DoorCounts {
  readonly sequence: number;
  /** Parts not shown because a triggered part had the registers; results that came after their time. */
  readonly unshown: number;
  readonly late: number;
  readonly isSilent: boolean;
  readonly isLineSilent: boolean;
}

/** Throws where the port cannot be opened; no PLC is needed to start. */
export async function startModbus(options: ModbusOptions): Promise<ModbusLink> {
  const { host, port, unitId, now, connections = 8, idleMilliseconds: idle = 60_000 } = options;
  const limits = limitsOf(options);
  const memory = makeMemory();
  let state = atStart(now(), options.model ?? '', options.sequence ?? 0);
  memory.show(registersOf(state), state.written);

  /** One synchronous step: between two requests a result is wholly there or not at all. */
  function take(event: HandshakeEvent): void {
    const { jobs } = state;
    state = step(state, event, limits);
    memory.show(registersOf(state), state.written);
    if (state.jobs !== jobs && state.job) ask(state.job.number, state.job.partNumber);
  }

  function ask(job: number, partNumber: number): void {
    const answer = (part?: InspectedPart) => take({ kind: 'judged', at: now(), job, part });
    // Not before the PLC's request is answered.
    const asked = Promise.resolve().then(() => options.trigger(partNumber));
    asked.then(answer, () => answer());
  }

  function open(): (frame: Buffer) => Buffer | undefined {
    const connection = memory.open();
    return (frame) => {
      // After a stall the requests that have piled up come before any timer.
      take({ kind: 'tick', at: now() });
      const exception = refusal(frame, unitId);
      if (exception !== undefined) return exceptionFrame(frame, exception);
      const reply = connection(frame);
      take({ kind: 'written', at: now(), written: memory.written(state.written) });
      return reply;
    };
  }

  const door = await openDoor({ host, port, connections, idle, now, open });
  const timer = setInterval(() => take({ kind: 'tick', at: now() }), period(limits));
  return {
    name: 'Modbus',
    // Whether a PLC is there is for the PLC to say.
    failure: null,
    port: door.port,
    async tell(part) {
      take({ kind: 'told', at: now(), part });
    },
    show(status) {
      take({ kind: 'shown', at: now(), status });
    },
    alive() {
      take({ kind: 'alive', at: now() });
    },
    facts() {
      const { sequence, unshown, late, isSilent, isLineSilent } = state;
      return { ...door.counts(), sequence, unshown, late, isSilent, isLineSilent };
    },
    async close() {
      take({ kind: 'shown', at: now(), status: { ready: false, busy: false, fault: faults.stopping } });
      clearInterval(timer);
      await door.close();
    },
  };
}

function limitsOf(options: ModbusOptions): Limits {
  return {
    heartbeat: options.heartbeatMilliseconds,
    silence: options.silenceMilliseconds ?? 5_000,
    answer: options.answerMilliseconds ?? 10_000,
    lineSilence: options.lineSilenceMilliseconds,
    hold: options.resultHoldMilliseconds,
  };
}

/** Often enough that no limit is overrun by more than a quarter, seldom enough to cost nothing. */
function period({ heartbeat, silence, answer, lineSilence = heartbeat, hold = heartbeat }: Limits): number {
  return Math.min(100, Math.max(5, Math.min(heartbeat, silence, answer, lineSilence, hold) / 4));
}
