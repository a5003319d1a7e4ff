import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** What a spectrum is of. */
export type SpectrumType = 'source' | 'host' | 'host_center';
/** What its fluxes are in; the last one is per ångström. */
export type SpectrumUnits = 'Jy' | 'AB' | 'erg/s/cm/cm/AA';

/** A spectrum without its points. */
export interface SpectrumHead {
  id: number;
  obj_id: string;
  obj_internal_key: string | null;
  instrument_id: number;
  instrument_name: string;
  telescope_id: number;
  telescope_name: string;
  observed_at: Date;
  type: SpectrumType;
  label: string | null;
  origin: string | null;
  units: SpectrumUnits | null;
  altdata: Record<string, unknown> | null;
  external_pi: string | null;
  external_reducer: string | null;
  external_observer: string | null;
  original_file_filename: string | null;
  /** What it was asked for by, as it was given. */
  followup_request_id: number | null;
  assignment_id: number | null;
  owner_id: number | null;
  audience_id: number;
  created_at: Date;
  modified_at: Date;
  may_change: boolean;
}

/** Its points: wavelengths in ångström; a missing flux or error is null. */
export interface SpectrumPoints {
  wavelengths: number[];
  fluxes: (number | null)[];
  errors: (number | null)[] | null;
}

export interface SpectrumRow extends SpectrumHead, SpectrumPoints {}

const headColumns = `s.id, s.obj_id, (SELECT o.internal_key FROM objs o WHERE o.id = s.obj_id) AS obj_internal_key,
  s.instrument_id, i.name AS instrument_name, i.telescope_id, t.name AS telescope_name, s.observed_at,
  s.type, s.label, s.origin, s.units, s.altdata, s.external_pi, s.external_reducer,
  s.external_observer, s.original_file_filename, s.followup_request_id, s.assignment_id, s.owner_id, s.audience_id, s.created_at,
  s.modified_at,
  (SELECT viewer_has('Upload data'))
    AND (s.owner_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin'))) IS TRUE AS may_change`;
const pointColumns = 's.wavelengths, s.fluxes, s.errors';
const tables = `spectra s JOIN instruments i ON i.id = s.instrument_id
  JOIN telescopes t ON t.id = i.telescope_id`;

/** One spectrum; null where the viewer does not see it. */
export async function findSpectrum(tx: ViewerTx, id: number): Promise<SpectrumRow | null> {
  const [row] = await tx.query<SpectrumRow & Record<string, unknown>>(
    `SELECT ${headColumns}, ${pointColumns} FROM ${tables} WHERE s.id = $1`,
    [id],
  );
  return row ?? null;
}

/** One spectrum without its points; null where the viewer does not see it. */
export async function findSpectrumHead(tx: ViewerTx, id: number): Promise<SpectrumHead | null> {
  const [row] = await tx.query<SpectrumHead & Record<string, unknown>>(
    `SELECT ${headColumns} FROM ${tables} WHERE s.id = $1`,
    [id],
  );
  return row ?? null;
}

/** Which spectra to list; what is absent says nothing. */
export interface SpectrumSearch {
  objId?: string;
  objIds?: readonly string[];
  /** Part of an object's name. */
  objIdPart?: string;
  observedFrom?: Date;
  observedTo?: Date;
  instrumentIds?: readonly number[];
  groupIds?: readonly number[];
  types?: readonly string[];
  followupRequestIds?: readonly number[];
  assignmentIds?: readonly number[];
  /** Parts of the origin or the label, one of which must be in it. */
  origins?: readonly string[];
  labels?: readonly string[];
  comments?: SpectrumCommentSearch;
}

/** Spectra with a comment that has one of these texts in it, by one of these people, of this time. */
export interface SpectrumCommentSearch {
  texts: readonly string[] | null;
  authors: readonly string[] | null;
  from: Date | null;
  to: Date | null;
}

/** The conditions of a search, with their values. */
function conditionsOf(search: SpectrumSearch): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const given = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['true'];
  const add = (value: unknown, condition: (parameter: string) => string) => {
    if (value !== undefined) conditions.push(condition(given(value)));
  };
  const partOf = (column: string) => (parameter: string) =>
    `EXISTS (SELECT FROM unnest(${parameter}::text[]) AS w (part) WHERE strpos(${column}, w.part) > 0)`;
  add(search.objId, (p) => `s.obj_id = ${p}`);
  add(search.objIds, (p) => `s.obj_id = ANY (${p})`);
  add(search.objIdPart, (p) => `strpos(s.obj_id, ${p}) > 0`);
  add(search.observedFrom, (p) => `s.observed_at >= ${p}`);
  add(search.observedTo, (p) => `s.observed_at <= ${p}`);
  add(search.instrumentIds, (p) => `s.instrument_id = ANY (${p})`);
  add(search.followupRequestIds, (p) => `s.followup_request_id = ANY (${p})`);
  add(search.assignmentIds, (p) => `s.assignment_id = ANY (${p})`);
  add(search.types, (p) => `s.type = ANY (${p})`);
  add(search.origins, partOf('s.origin'));
  add(search.labels, partOf('s.label'));
  add(
    search.groupIds,
    (p) =>
      `s.audience_id IN (SELECT ag.audience_id FROM audience_groups ag WHERE ag.group_id = ANY (${p}))`,
  );
  const { comments } = search;
  if (comments !== undefined) {
    const [texts, authors] = [given(comments.texts), given(comments.authors)];
    const [from, to] = [given(comments.from), given(comments.to)];
    conditions.push(`EXISTS (SELECT FROM comments c JOIN users a ON a.id = c.author_id
      WHERE c.subject_type = 'spectra' AND c.subject_id = s.id::text
        AND (${texts}::text[] IS NULL OR ${partOf('c.text')(texts)})
        AND (${authors}::text[] IS NULL OR ${partOf('a.username')(authors)})
        AND (${from}::timestamptz IS NULL OR c.created_at >= ${from})
        AND (${to}::timestamptz IS NULL OR c.created_at <= ${to}))`);
  }
  return { text: conditions.join(' AND '), values };
}

/** Spectra without their points, by the time of their observation; `limit` at most. */
export function listSpectrumHeads(
  tx: ViewerTx,
  search: SpectrumSearch,
  limit: number,
): Promise<SpectrumHead[]> {
  const { text, values } = conditionsOf(search);
  return tx.query<SpectrumHead & Record<string, unknown>>(
    `SELECT ${headColumns} FROM ${tables} WHERE ${text}
      ORDER BY s.observed_at, s.id LIMIT $${values.length + 1}`,
    [...values, limit],
  );
}

/** Spectra with their points, by the time of their observation; `limit` at most. */
export function listSpectra(
  tx: ViewerTx,
  search: SpectrumSearch,
  limit: number,
): Promise<SpectrumRow[]> {
  const { text, values } = conditionsOf(search);
  return tx.query<SpectrumRow & Record<string, unknown>>(
    `SELECT ${headColumns}, ${pointColumns} FROM ${tables} WHERE ${text}
      ORDER BY s.observed_at, s.id LIMIT $${values.length + 1}`,
    [...values, limit],
  );
}

/** Somebody who had to do with a spectrum. */
export interface SpectrumPerson {
  spectrum_id: number;
  role: 'pi' | 'reducer' | 'observer';
  id: number;
  username: string;
  first_name: string | null;
  last_name: string | null;
}

/** Who had to do with these spectra, in the order in which they were named. */
export function listSpectrumPeople(
  tx: ViewerTx,
  spectrumIds: readonly number[],
): Promise<SpectrumPerson[]> {
  return tx.query<SpectrumPerson & Record<string, unknown>>(
    `SELECT p.spectrum_id, p.role, u.id, u.username, u.first_name, u.last_name
       FROM spectrum_people p JOIN users u ON u.id = p.user_id
      WHERE p.spectrum_id = ANY ($1) ORDER BY p.spectrum_id, p.role, p.place`,
    [[...spectrumIds]],
  );
}

/** The owners of spectra. */
export interface SpectrumOwner {
  id: number;
  username: string;
  first_name: string | null;
  last_name: string | null;
}

/** Users by their ids, as far as they are there. */
export function listSpectrumOwners(tx: ViewerTx, ids: readonly number[]): Promise<SpectrumOwner[]> {
  return tx.query<SpectrumOwner & Record<string, unknown>>(
    'SELECT id, username, first_name, last_name FROM users WHERE id = ANY ($1)',
    [[...ids]],
  );
}

/** A group of an audience. */
export interface SpectrumGroup {
  audience_id: number;
  id: number;
  name: string;
  nickname: string | null;
  single_user_group: boolean;
}

/** The groups of these audiences that the viewer knows of. */
export function listSpectrumGroups(
  tx: ViewerTx,
  audienceIds: readonly number[],
): Promise<SpectrumGroup[]> {
  return tx.query<SpectrumGroup & Record<string, unknown>>(
    `SELECT ag.audience_id, g.id, g.name, g.nickname, g.single_user_id IS NOT NULL AS single_user_group
       FROM audience_groups ag JOIN groups g ON g.id = ag.group_id
      WHERE ag.audience_id = ANY ($1) ORDER BY ag.audience_id, g.id`,
    [[...audienceIds]],
  );
}

/** The file that a spectrum came in; null where it came in none, or the viewer does not see it. */
export async function findSpectrumFile(
  tx: ViewerTx,
  id: number,
): Promise<{ name: string; content: Buffer } | null> {
  const [row] = await tx.query<{ name: string; content: Buffer }>(
    `SELECT coalesce(s.original_file_filename, 'spectrum') AS name, f.content
       FROM spectra s JOIN spectrum_files f ON f.spectrum_id = s.id WHERE s.id = $1`,
    [id],
  );
  return row ?? null;
}
