// The gates a project sets its models; every setting there ever was stays, with the entry of the audit log that made it.
import { z } from 'zod';
import { canonicalJson } from '../../shared/domain/canonical-json.ts';
import { defaultGateSettings, type GateSettings, gateSettings } from '../../shared/domain/gates.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection } from './connection.ts';
import { check, identity, jsonColumn, text } from './schemas.ts';

const draftSchema = z.object({ projectId: identity, settings: gateSettings, reason: text });
const row = z.object({
  settings: jsonColumn(gateSettings),
  at: z.string(),
  operator: z.string(),
  data: jsonColumn(z.object({ reason: z.string() })),
});

export interface KeptGates {
  readonly settings: GateSettings;
  readonly operator: string;
  readonly reason: string;
  /** Null: as delivered. */
  readonly at: string | null;
}

export class ProjectGates {
  readonly #connection: Connection;
  readonly #audit: AuditLog;

  constructor(connection: Connection, audit: AuditLog) {
    this.#connection = connection;
    this.#audit = audit;
  }

  /** Those in force. */
  of(projectId: number): KeptGates {
    const sql = `SELECT settings, at, operator, data FROM gate_settings JOIN audit ON audit.sequence = entry
      WHERE project_id = :projectId ORDER BY entry DESC LIMIT 1`;
    const found = this.#connection.get(row, sql, { projectId });
    if (!found) return { settings: defaultGateSettings, operator: '', reason: '', at: null };
    const { data, ...kept } = found;
    return { ...kept, reason: data.reason };
  }

  /** In force from now on. @throws NarashiError store.invalid, audit.head-differs */
  set(projectId: number, settings: GateSettings, reason: string): void {
    const values = check(draftSchema, { projectId, settings, reason }, `gates of project ${projectId}`);
    this.#connection.transaction(() => {
      const data = { project: projectId, before: this.of(projectId).settings, settings: values.settings, reason };
      const { sequence } = this.#audit.append({ kind: 'gates.changed', subject: `project:${projectId}`, data });
      this.#connection.run(
        'INSERT INTO gate_settings (entry, project_id, settings) VALUES (:sequence, :projectId, :settings)',
        { sequence, projectId, settings: canonicalJson(values.settings) },
      );
    });
  }
}
