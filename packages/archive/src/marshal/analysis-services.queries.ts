import { stringifyExact } from '@fritz/contract';
import type pg from 'pg';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A service that analyses objects; its secrets are never read here. */
export interface AnalysisServiceRow {
  id: number;
  name: string;
  display_name: string | null;
  description: string | null;
  version: string | null;
  contact_name: string | null;
  contact_email: string | null;
  url: string;
  optional_parameters: Record<string, unknown>;
  authentication_type: string;
  enabled: boolean;
  analysis_type: string;
  input_data_types: string[];
  timeout_s: number;
  upload_only: boolean;
  display_on_resource_dropdown: boolean;
  is_summary: boolean;
  audience_id: number;
  created_by: number;
  created_at: Date;
  modified_at: Date;
  may_change: boolean;
}

/** What is said of a service; secrets are sealed before they come here. */
export interface AnalysisServiceFields {
  name: string;
  display_name: string | null;
  description: string | null;
  version: string | null;
  contact_name: string | null;
  contact_email: string | null;
  url: string;
  optional_parameters: Record<string, unknown>;
  authentication_type: string;
  authinfo: Buffer | null;
  enabled: boolean;
  analysis_type: string;
  input_data_types: readonly string[];
  timeout_s: number;
  upload_only: boolean;
  display_on_resource_dropdown: boolean;
  is_summary: boolean;
  audience_id: number;
}

const columns = `s.id, s.name, s.display_name, s.description, s.version, s.contact_name,
  s.contact_email, s.url, s.optional_parameters, s.authentication_type, s.enabled, s.analysis_type,
  s.input_data_types, s.timeout_s, s.upload_only, s.display_on_resource_dropdown, s.is_summary,
  s.audience_id, s.created_by, s.created_at, s.modified_at,
  s.created_by = (SELECT viewer_id()) OR viewer_administers(s.audience_id) AS may_change`;

/** The services that the viewer sees, by name. */
export function listAnalysisServices(
  tx: ViewerTx,
  ids?: readonly number[],
): Promise<AnalysisServiceRow[]> {
  return tx.query<AnalysisServiceRow & pg.QueryResultRow>(
    `SELECT ${columns} FROM analysis_services s WHERE $1::int[] IS NULL OR s.id = ANY ($1)
      ORDER BY lower(s.name), s.id`,
    [ids ?? null],
  );
}

/** One service; null where the viewer does not see it. */
export async function findAnalysisService(
  tx: ViewerTx,
  id: number,
): Promise<AnalysisServiceRow | null> {
  const [row] = await listAnalysisServices(tx, [id]);
  return row ?? null;
}

/** Whether the viewer sees a service of this name, other than the one of this id. */
export async function isAnalysisServiceSeen(
  tx: ViewerTx,
  name: string,
  exceptId: number | null,
): Promise<boolean> {
  const rows = await tx.query(
    'SELECT FROM analysis_services WHERE name = $1 AND id IS DISTINCT FROM $2',
    [name, exceptId],
  );
  return rows.length > 0;
}

const wire = (name: string, value: unknown) =>
  name === 'optional_parameters' ? stringifyExact(value) : value;

/** Makes a service known, as the viewer. */
export async function insertAnalysisService(
  tx: ViewerTx,
  fields: AnalysisServiceFields,
): Promise<number> {
  const names = Object.keys(fields);
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO analysis_services (${names.join(', ')}, created_by)
     VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')}, viewer_id()) RETURNING id`,
    Object.entries(fields).map(([name, value]) => wire(name, value)),
  );
  if (!row) throw new Error('the new service is not seen by its maker');
  return row.id;
}

/** Changes a service; what is absent stays. False where the viewer may not. */
export async function updateAnalysisService(
  tx: ViewerTx,
  id: number,
  change: Partial<AnalysisServiceFields>,
): Promise<boolean> {
  const names = Object.keys(change);
  const settings = names.map((name, index) => `${name} = $${index + 2}`);
  const rows = await tx.query(
    `UPDATE analysis_services SET ${[...settings, 'modified_at = now()'].join(', ')}
      WHERE id = $1 RETURNING id`,
    [id, ...Object.entries(change).map(([name, value]) => wire(name, value))],
  );
  return rows.length === 1;
}

/** Deletes a service with its analyses; false where the viewer may not. */
export async function deleteAnalysisService(tx: ViewerTx, id: number): Promise<boolean> {
  const rows = await tx.query('DELETE FROM analysis_services WHERE id = $1 RETURNING id', [id]);
  return rows.length === 1;
}
