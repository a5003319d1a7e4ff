import { type BatchWrite, StaleBatchError } from '@fritz/pipeline';
import type { ClientBase } from 'pg';

/**
 * Keeps the objects of a batch to this transaction until its end, and makes sure that the batch
 * knew all of them: of two brokers that meet at an object, neither sees what the other is storing,
 * and the points of one would be missing in the photometry that the other begins.
 *
 * @throws StaleBatchError when another broker stored something of an object since the look-up, or the
 * object was forgotten
 */
export async function holdObjects(
  client: ClientBase,
  survey: string,
  { alerts, photometry }: BatchWrite,
): Promise<void> {
  const fresh = Map.groupBy(alerts, ({ alert }) => alert.objectId);
  if (fresh.size === 0) return;
  // In one order, so that two batches never wait for each other.
  await client.query(
    `SELECT pg_advisory_xact_lock(key) FROM (
       SELECT DISTINCT hashtextextended(id, 0) AS key FROM unnest($1::text[]) AS t (id) ORDER BY 1
     ) AS keys`,
    [[...fresh.keys()]],
  );
  const followed = new Set(photometry.filter((one) => !one.isNew).map((one) => one.objectId));
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM objs WHERE id = ANY ($1::text[])
     UNION ALL
     SELECT id FROM unnest($5::text[]) AS t (id) WHERE id NOT IN (SELECT o.id FROM objs o WHERE o.id = ANY ($5))
     UNION ALL
     SELECT id FROM unnest($2::text[], $3::bigint[], $4::int[]) AS t (id, since, known)
     WHERE known < (
       SELECT count(*) FROM ${survey}_alerts a WHERE a.object_id = t.id AND a.candid >= t.since)`,
    [
      [...fresh.keys()].filter((id) => !followed.has(id)),
      photometry.map(({ objectId }) => objectId),
      photometry.map(({ known }) => known.since),
      photometry.map(({ objectId, known }) => known.alerts - (fresh.get(objectId)?.length ?? 0)),
      [...followed].filter((id) => fresh.has(id)),
    ],
  );
  const [first] = rows;
  if (first) throw new StaleBatchError(`what is stored of ${first.id} has changed since`);
}
