import type { ViewerTx } from '../viewer/viewer-tx.ts';

export type LabelKind = 'human_labels' | 'ml_scores';

/** One thing that is said of an alert. */
export interface AlertLabel {
  readonly candid: bigint;
  readonly kind: LabelKind;
  readonly name: string;
  readonly value: number;
}

/** Which of these alerts the viewer sees, and what he sees of each. */
async function listSeen(tx: ViewerTx, survey: string, candids: readonly bigint[]) {
  return tx.query<{ candid: bigint; object_id: string; audience_id: number }>(
    `SELECT DISTINCT ON (candid) candid, object_id, audience_id FROM ${survey}_alerts
     WHERE candid = ANY ($1::bigint[]) ORDER BY candid, programid`,
    [candids],
  );
}

/**
 * Says something of alerts, in place of what the same person said under the same name.
 *
 * @param survey one of ours
 * @returns false, and nothing is said, where the viewer does not see them all
 */
export async function sayOfAlerts(
  tx: ViewerTx,
  authorId: number,
  survey: string,
  labels: readonly AlertLabel[],
): Promise<boolean> {
  const wanted = [...new Set(labels.map(({ candid }) => candid))];
  const seen = new Map((await listSeen(tx, survey, wanted)).map((row) => [row.candid, row]));
  if (seen.size < wanted.length) return false;
  const alerts = labels.map(({ candid }) => seen.get(candid));
  await tx.query(
    `INSERT INTO alert_labels (survey, candid, object_id, audience_id, kind, name, value, author_id)
     SELECT $1, t.candid, t.object_id, t.audience_id, t.kind, t.name, t.value, $2
     FROM unnest($3::bigint[], $4::text[], $5::integer[], $6::text[], $7::text[], $8::float8[])
       AS t (candid, object_id, audience_id, kind, name, value)
     ON CONFLICT (survey, candid, kind, name, author_id)
       DO UPDATE SET value = excluded.value, said_at = clock_timestamp()`,
    [
      ...[survey, authorId, labels.map(({ candid }) => candid)],
      ...[alerts.map((alert) => alert?.object_id), alerts.map((alert) => alert?.audience_id)],
      ...[labels.map(({ kind }) => kind), labels.map(({ name }) => name)],
      labels.map(({ value }) => value),
    ],
  );
  return true;
}

/** Takes back what the viewer said under these names; tells of how many of the alerts anything is said. */
export async function unsayOfAlerts(
  tx: ViewerTx,
  survey: string,
  labels: readonly Omit<AlertLabel, 'value'>[],
): Promise<number> {
  const candids = [...new Set(labels.map(({ candid }) => candid))];
  const [row] = await tx.query<{ n: number }>(
    `SELECT count(DISTINCT candid)::int AS n FROM alert_labels
     WHERE survey = $1 AND candid = ANY ($2::bigint[])`,
    [survey, candids],
  );
  await tx.query(
    `DELETE FROM alert_labels l USING unnest($2::bigint[], $3::text[], $4::text[]) AS t (candid, kind, name)
     WHERE l.survey = $1 AND l.candid = t.candid AND l.kind = t.kind AND l.name = t.name
       AND l.author_id = (SELECT viewer_id())`,
    [
      ...[survey, labels.map(({ candid }) => candid)],
      ...[labels.map(({ kind }) => kind), labels.map(({ name }) => name)],
    ],
  );
  return row?.n ?? 0;
}
