// Backbones of the workspace: their cards, the way to find one, and what still needs it.
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { type BackboneCard, backboneCard } from '../../shared/domain/backbone.ts';
import type { Connection } from './connection.ts';
import { check, jsonColumn } from './schemas.ts';

const row = z.object({ card: jsonColumn(backboneCard) });
const runRow = z.object({ id: z.int() });

/** Fewer digits of an identity are no name for it. */
const FEWEST_DIGITS = 4;

export class Backbones {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @throws NarashiError backbone.exists, store.invalid */
  add(given: BackboneCard): void {
    const card = check(backboneCard, given, `backbone ${given.name}`);
    const known = this.list().find(({ id }) => id === card.id);
    if (known) throw new NarashiError('backbone.exists', { name: known.name });
    this.#connection.run('INSERT INTO backbones (id, name, card, added_at) VALUES (:id, :name, :card, :addedAt)', {
      id: card.id,
      name: card.name,
      card: JSON.stringify(card),
      addedAt: card.addedAt,
    });
  }

  /** In the order they were added. */
  list(): BackboneCard[] {
    return this.#connection.all(row, 'SELECT card FROM backbones ORDER BY added_at, id', {}).map(({ card }) => card);
  }

  /** @throws NarashiError backbone.not-found */
  get(id: string): BackboneCard {
    const found = this.#connection.get(row, 'SELECT card FROM backbones WHERE id = :id', { id });
    if (!found) throw new NarashiError('backbone.not-found', { given: id.slice(0, 12) });
    return found.card;
  }

  /** By its name, or the first digits of its identity. @throws NarashiError backbone.not-found, backbone.ambiguous */
  find(given: string): BackboneCard {
    const all = this.list();
    const named = all.find(({ name }) => name === given);
    if (named) return named;
    const isIdentity = given.length >= FEWEST_DIGITS && /^[0-9a-f]+$/.test(given);
    const [first, ...others] = isIdentity ? all.filter(({ id }) => id.startsWith(given)) : [];
    if (!first) throw new NarashiError('backbone.not-found', { given });
    if (others.length > 0) {
      const list = [first, ...others].map(({ name }) => name).join(', ');
      throw new NarashiError('backbone.ambiguous', { given, list });
    }
    return first;
  }

  /** Trainings that cannot be gone on with or proved again without it, the oldest first; failed ones that were put away need it no more. */
  runsWith(id: string): number[] {
    return this.#connection
      .all(
        runRow,
        `SELECT id FROM runs WHERE instr(hyper_parameters, :id) > 0
           AND (is_listed OR status NOT IN ('stopped', 'failed')) ORDER BY id`,
        { id },
      )
      .map((run) => run.id);
  }

  /** Trials that are not over and compare trainings of it. */
  trialsWith(id: string): number[] {
    return this.#connection
      .all(runRow, `SELECT id FROM trials WHERE instr(plan, :id) > 0 AND status IN ('running', 'paused') ORDER BY id`, {
        id,
      })
      .map((trial) => trial.id);
  }

  /** @throws NarashiError backbone.in-use, backbone.not-found */
  remove(id: string): void {
    const { name } = this.get(id);
    const [runs, trials] = [this.runsWith(id), this.trialsWith(id)];
    if (runs.length + trials.length > 0) {
      const list = runs.slice(0, 5).join(', ') + (runs.length > 5 ? ' …' : '');
      throw new NarashiError('backbone.in-use', { name, runs: runs.length, trials: trials.length, list: list || '-' });
    }
    this.#connection.run('DELETE FROM backbones WHERE id = :id', { id });
  }
}
