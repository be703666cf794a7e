// What the app asks of a running inspection, by the HTTP of the line like any other system. Silence is an answer too.
import { z } from 'zod';
import { type Problem, problem } from '../../../shared/contract/common.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type LineReport, lineReport } from '../../../shared/contract/line.ts';
import { fromProblem } from '../../../shared/contract/problem.ts';
import { type InspectedPart, inspectedPart } from '../../../shared/domain/inspection.ts';

export interface LineAddress {
  readonly port: number;
  readonly token: string;
}

const parts = z.object({ parts: z.array(inspectedPart) });
const refused = z.object({ error: problem });
const PATIENCE = 2_000;
/** A model is loaded and proved on its samples first. */
const MODEL_PATIENCE = 120_000;

export class LineClient {
  readonly #address: LineAddress;

  constructor(address: LineAddress) {
    this.#address = address;
  }

  /** Undefined where nobody answers as this line's inspection does. */
  async report(patience = PATIENCE): Promise<LineReport | undefined> {
    try {
      return lineReport.parse(await this.#ask('/status', { patience }));
    } catch {
      return undefined;
    }
  }

  /** The newest first; undefined where nobody answers. */
  async parts(limit: number): Promise<InspectedPart[] | undefined> {
    try {
      return parts.parse(await this.#ask(`/parts?limit=${limit}`, { patience: PATIENCE })).parts;
    } catch {
      return undefined;
    }
  }

  /** @throws NarashiError what the inspection refuses it with, line.no-answer */
  async use(packagePath: string): Promise<void> {
    await this.#ask('/model', { patience: MODEL_PATIENCE, body: { package: packagePath } });
  }

  /** @throws NarashiError line.no-previous, …, line.no-answer */
  async rollBack(): Promise<void> {
    await this.#ask('/rollback', { patience: MODEL_PATIENCE, body: {} });
  }

  /** @throws NarashiError line.no-answer */
  async see(operator: string): Promise<void> {
    await this.#ask('/seen', { patience: PATIENCE, body: { operator } });
  }

  async #ask(path: string, { patience, body }: { patience: number; body?: object }): Promise<unknown> {
    const { port, token } = this.#address;
    let answer: Response;
    let said: unknown;
    try {
      answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        method: body ? 'POST' : 'GET',
        headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
        signal: AbortSignal.timeout(patience),
      });
      said = await answer.json();
    } catch (error) {
      throw new NarashiError('line.no-answer', { port }, { cause: error });
    }
    if (answer.ok) return said;
    const known: Problem | undefined = refused.safeParse(said).data?.error;
    throw known ? fromProblem(known) : new NarashiError('line.no-answer', { port });
  }
}
