import type { ViewerTx } from '../viewer/viewer-tx.ts';

// What a search of sources asks about the things attached to objects. Each is a set of names of
// objects, as SQL that stands behind `obj_id IN` and its parameters; the viewer's rights are in it. The
// functions are in migration 0039.

/** SQL for a set of objects' names, with its parameters numbered from $1. */
export interface ObjSet {
  sql: string;
  values: readonly unknown[];
}

/** The same with parameters that begin after so many others. */
export function withParametersAfter(set: ObjSet, count: number): string {
  return set.sql.replaceAll(/\$(\d+)/g, (_, number: string) => `$${Number(number) + count}`);
}

/** Which comments; null: any. */
export interface CommentCondition {
  /** A part of the text, in whatever case. */
  text: string | null;
  authorId: number | null;
  since: Date | null;
  until: Date | null;
}

/** Objects with a comment like this. */
export function objsWithComment(condition: CommentCondition): ObjSet {
  const { text, authorId, since, until } = condition;
  return {
    sql: '(SELECT objs_with_comment($1, $2::int, $3::timestamptz, $4::timestamptz))',
    values: [text, authorId, since, until],
  };
}

/** Which annotations; null: any. */
export interface AnnotationCondition {
  origin: string | null;
  key: string | null;
  /** What the value is: a text, or `true` or `false`. */
  word: string | null;
  /** Bounds of a number, and whether they are outside of the range. */
  low: number | null;
  high: number | null;
  lowOpen?: boolean;
  highOpen?: boolean;
  since: Date | null;
  until: Date | null;
}

/** Objects with an annotation like this, of people's or a filter's. */
export function objsWithAnnotation(condition: AnnotationCondition): ObjSet {
  const { origin, key, word, low, high, lowOpen = false, highOpen = false } = condition;
  const call = `$1, $2, $3, $4::float8, $5::float8, $6::boolean, $7::boolean, $8::timestamptz,
    $9::timestamptz`;
  return {
    sql: `(SELECT objs_with_annotation(${call}) UNION SELECT objs_with_filter_annotation(${call}))`,
    values: [origin, key, word, low, high, lowOpen, highOpen, condition.since, condition.until],
  };
}

/** Objects with one of these tags, by their names in whatever case. */
export function objsWithTag(names: readonly string[]): ObjSet {
  return {
    sql: `(SELECT t.obj_id FROM obj_tags t WHERE t.option_id IN (
      SELECT o.id FROM obj_tag_options o WHERE lower(o.name) = ANY ($1)))`,
    values: [names.map((name) => name.toLowerCase())],
  };
}

/** When a spectrum was taken; null: open. */
export interface SpectrumTime {
  from: Date | null;
  to: Date | null;
}

/** Objects with a spectrum of this time that the viewer sees. */
export function objsWithSpectrum({ from, to }: SpectrumTime): ObjSet {
  return {
    sql: `(SELECT s.obj_id FROM spectra s WHERE ($1::timestamptz IS NULL OR s.observed_at >= $1)
      AND ($2::timestamptz IS NULL OR s.observed_at <= $2))`,
    values: [from, to],
  };
}

/** Objects of which the viewer sees so many spectra or more. */
export function objsWithSpectra(least: number): ObjSet {
  return {
    sql: '(SELECT s.obj_id FROM spectra s GROUP BY s.obj_id HAVING count(*) >= $1::int)',
    values: [least],
  };
}

/** Objects for which follow-up was asked that the viewer sees; with a part of its status, if any. */
export function objsWithFollowup(status: string | null): ObjSet {
  return {
    sql: `(SELECT r.obj_id FROM followup_requests r
      WHERE $1::text IS NULL OR position(lower($1) IN lower(r.status)) > 0)`,
    values: [status],
  };
}

/** Objects on which the viewer sees so many comments or more. */
export function objsWithComments(least: number): ObjSet {
  return {
    sql: `(SELECT c.subject_id FROM comments c WHERE c.subject_type = 'sources'
      GROUP BY c.subject_id HAVING count(*) >= $1::int)`,
    values: [least],
  };
}

/** How many spectra and comments of these objects the viewer sees. */
export function countAttached(
  tx: ViewerTx,
  ids: readonly string[],
): Promise<{ id: string; spectra: number; comments: number }[]> {
  return tx.query(
    `SELECT w.id, (SELECT count(*)::int FROM spectra s WHERE s.obj_id = w.id) AS spectra,
            (SELECT count(*)::int FROM comments c
              WHERE c.subject_type = 'sources' AND c.subject_id = w.id) AS comments
       FROM unnest($1::text[]) AS w (id)`,
    [ids],
  );
}

/** Objects on one of the viewer's own lists. */
export function objsOnList(listName: string): ObjSet {
  return {
    sql: `(SELECT l.obj_id FROM listings l WHERE l.user_id = (SELECT viewer_id())
      AND l.list_name = $1)`,
    values: [listName],
  };
}

/** The names themselves, in order. */
export async function namesOf(tx: ViewerTx, set: ObjSet): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT o.id FROM objs o WHERE o.id IN ${set.sql} ORDER BY 1`,
    set.values,
  );
  return rows.map(({ id }) => id);
}
