// The rules a run's model was ever used with: by whom, since when, and what they were looked for with.
import { z } from 'zod';
import { type DecisionAims, type DecisionRule, decisionAims, decisionRule } from '../../shared/domain/decision.ts';
import type { Connection } from './connection.ts';
import { check, identity, jsonColumn } from './schemas.ts';

const kept = z.object({ rule: decisionRule, aims: decisionAims });
const row = z.object({ kept: jsonColumn(kept).nullable(), operator: z.string(), at: z.string() });
const draft = z.object({ runId: identity, kept: kept.nullable(), operator: z.string() });

export interface KeptRule {
  /** Null: the most probable class. */
  readonly kept: { readonly rule: DecisionRule; readonly aims: DecisionAims } | null;
  readonly operator: string;
  readonly at: string;
}

export class DecisionRules {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @throws NarashiError store.invalid */
  add(runId: number, kept: KeptRule['kept'], operator: string): void {
    const values = check(draft, { runId, kept, operator }, `decision rule of run ${runId}`);
    this.#connection.run(
      'INSERT INTO decision_rules (run_id, rule, operator, at) VALUES (:runId, :rule, :operator, :now)',
      {
        runId: values.runId,
        operator: values.operator,
        rule: values.kept && JSON.stringify(values.kept),
        now: this.#connection.now(),
      },
    );
  }

  /** The one in force; undefined where none was ever given. */
  latest(runId: number): KeptRule | undefined {
    const sql = 'SELECT rule AS kept, operator, at FROM decision_rules WHERE run_id = :runId ORDER BY id DESC LIMIT 1';
    return this.#connection.get(row, sql, { runId });
  }
}
