import { stringifyExact } from '@fritz/contract';
import type pg from 'pg';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** What a rule has besides what it asks for; a number of `not_if` is hours that it looks back. */
export interface DefaultFollowupSettings {
  source_group_ids?: number[];
  not_if_classified?: boolean | number;
  not_if_spectra_exist?: boolean | number;
  not_if_tns_classified?: boolean;
  not_if_tns_reported?: number | null;
  not_if_duplicates?: boolean | number;
  not_if_assignment_exists?: boolean | number;
  ignore_allocation_ids?: number[];
  radius?: number;
  validity_days?: number;
  priority_order?: 'asc' | 'desc';
  implements_update?: boolean;
  comment?: string | null;
}

/** What a facility is asked for by itself. */
export interface DefaultFollowupRow {
  id: number;
  name: string;
  allocation_id: number;
  requester_id: number;
  payload: Record<string, unknown>;
  source_filter: Record<string, unknown>;
  target_group_ids: number[];
  /** Constraints and the like, in the words of SkyPortal. */
  settings: DefaultFollowupSettings;
  created_at: Date;
}

const columns = `id, name, allocation_id, requester_id, payload, source_filter, target_group_ids,
  settings, created_at`;

/** Those of the viewer's groups. */
export function listDefaultFollowups(
  tx: ViewerTx,
  id: number | null = null,
): Promise<DefaultFollowupRow[]> {
  return tx.query<DefaultFollowupRow & pg.QueryResultRow>(
    `SELECT ${columns} FROM default_followup_requests WHERE $1::int IS NULL OR id = $1 ORDER BY id`,
    [id],
  );
}

/** Those that are asked for where this class is said of an object, with this probability. */
export function findDefaultFollowups(
  tx: ViewerTx,
  said: { class: string; probability: number | null },
): Promise<DefaultFollowupRow[]> {
  return tx.query<DefaultFollowupRow & pg.QueryResultRow>(
    `SELECT ${columns} FROM default_followup_requests d
      WHERE EXISTS (SELECT FROM jsonb_to_recordset(d.source_filter -> 'classifications')
          AS wanted (name text, probability float8)
        WHERE wanted.name = $1 AND (wanted.probability IS NULL OR $2 >= wanted.probability))
      ORDER BY d.id`,
    [said.class, said.probability],
  );
}

/** Lets a facility be asked by itself, as the viewer. */
export async function insertDefaultFollowup(
  tx: ViewerTx,
  made: Pick<
    DefaultFollowupRow,
    'name' | 'allocation_id' | 'payload' | 'source_filter' | 'target_group_ids' | 'settings'
  >,
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO default_followup_requests (name, allocation_id, payload, source_filter,
       target_group_ids, settings, requester_id) VALUES ($1, $2, $3, $4, $5, $6, viewer_id()) RETURNING id`,
    [
      made.name,
      made.allocation_id,
      stringifyExact(made.payload),
      stringifyExact(made.source_filter),
      made.target_group_ids,
      stringifyExact(made.settings),
    ],
  );
  if (!row) throw new Error('the new default request is not seen by its requester');
  return row.id;
}

/** Ends it; false where the viewer may not. */
export async function deleteDefaultFollowup(tx: ViewerTx, id: number): Promise<boolean> {
  const gone = await tx.query('DELETE FROM default_followup_requests WHERE id = $1 RETURNING id', [
    id,
  ]);
  return gone.length === 1;
}

/** As the owner of the schema: makes requests of what another marshal had; tells how many. */
export async function adoptFollowupDocuments(owner: pg.ClientBase): Promise<number> {
  const { rows } = await owner.query<{ made: number }>(
    'SELECT fritz.adopt_followup_documents() AS made',
  );
  return rows[0]?.made ?? 0;
}
