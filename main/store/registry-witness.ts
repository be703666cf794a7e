// Whether stages, gates and golden sets are what the audit log says they are: none without its entry, none otherwise.
import { z } from 'zod';
import { goldenImage } from '../../shared/domain/golden.ts';
import type { Connection } from './connection.ts';
import { goldenDigest } from './golden-sets.ts';
import { jsonColumn } from './schemas.ts';

const sequenceRow = z.object({ sequence: z.int() });

interface Witness {
  readonly table: string;
  readonly kinds: readonly string[];
  /** What row and entry must agree in. */
  readonly agreement: string;
}

const witnesses: readonly Witness[] = [
  {
    table: 'model_moves',
    kinds: ['model.moved', 'model.approved', 'model.rolled-back'],
    agreement: `subject = 'run:' || run_id AND data ->> 'project' = project_id AND data ->> 'move' = move`,
  },
  {
    table: 'gate_settings',
    kinds: ['gates.changed'],
    agreement: `subject = 'project:' || project_id AND data ->> 'project' = project_id AND data -> 'settings' = settings`,
  },
  {
    table: 'golden_sets',
    kinds: ['golden.versioned'],
    agreement: `subject = 'project:' || project_id AND data ->> 'project' = project_id AND data ->> 'version' = version
      AND data ->> 'name' = name`,
  },
];

/** The first entry of the log that its table does not agree with; null where all agree. The log itself must be whole. */
export function firstUnrecorded(connection: Connection): number | null {
  const found = [...witnesses.flatMap((witness) => disagreeing(connection, witness)), ...alteredSets(connection)];
  return found.length > 0 ? Math.min(...found) : null;
}

function disagreeing(connection: Connection, { table, kinds, agreement }: Witness): number[] {
  const list = kinds.map((kind) => `'${kind}'`).join(', ');
  const sql = `SELECT sequence FROM audit LEFT JOIN ${table} ON entry = sequence
      WHERE kind IN (${list}) AND NOT coalesce(${agreement}, FALSE)
    UNION SELECT entry AS sequence FROM ${table} LEFT JOIN audit ON sequence = entry
      WHERE kind IS NULL OR kind NOT IN (${list})
    ORDER BY sequence LIMIT 1`;
  return connection.all(sequenceRow, sql).map(({ sequence }) => sequence);
}

/** Golden sets whose images are not those that the entry was made of. */
function alteredSets(connection: Connection): number[] {
  const set = z.object({ id: z.int(), digest: z.string().nullable(), images: jsonColumn(z.unknown()) });
  const sql = `SELECT sequence AS id, data ->> 'digest' AS digest,
      (SELECT json_group_array(json_object('hash', lower(hex(content_hash)), 'path', path, 'className', class_name,
          'verdict', verdict, 'mark', mark) ORDER BY position)
        FROM golden_images WHERE golden_id = sequence) AS images
    FROM audit WHERE kind = 'golden.versioned'`;
  return connection.all(set, sql).flatMap(({ id, digest, images }) => {
    const { data } = z.array(goldenImage).safeParse(images);
    return data && goldenDigest(data) === digest ? [] : [id];
  });
}
