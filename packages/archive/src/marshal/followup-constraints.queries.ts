import { stringifyExact } from '@fritz/contract';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { listObjsAround } from './objs.queries.ts';

/** How far back something counts, in hours; null: it does not. */
export type Lookback = number | null;

/** What may stand in the way of a request by itself; empty and null: does not. */
export interface FollowupObstacles {
  objId: string;
  ra: number;
  dec: number;
  /** How near an object is the same. */
  radiusArcsec: number;
  /** It is a source of one of these groups. */
  sourceGroupIds: readonly number[];
  ifClassifiedH: Lookback;
  ifSpectraH: Lookback;
  ifTnsClassified: boolean;
  ifTnsReportedH: number | null;
  /** The same, or more, is asked for already. */
  ifSame: { allocationId: number; payload: object; lookbackH: number } | null;
  /** It is assigned to a run of an instrument. */
  ifAssignedH: Lookback;
  /** Whose requests and data do not count. */
  ignoredAllocationIds: readonly number[];
}

/** What stands in the way, as far as the viewer sees; null: nothing. */
export async function findObstacle(tx: ViewerTx, of: FollowupObstacles): Promise<string | null> {
  const near = await listObjsAround(tx, of, of.radiusArcsec);
  const names = [...new Set([of.objId, ...near.map(({ id }) => id)])];
  const { allocationId = null, payload = {}, lookbackH = 0 } = of.ifSame ?? {};
  const [row] = await tx.query<{ obstacle: string | null }>(
    `SELECT CASE
      WHEN cardinality($2::int[]) > 0 AND NOT EXISTS (SELECT FROM sources s
        WHERE s.obj_id = ANY ($1) AND s.active AND s.group_id = ANY ($2))
        THEN 'it is no source of those groups'
      WHEN $3::float8 IS NOT NULL AND EXISTS (SELECT FROM classifications c
        WHERE c.obj_id = ANY ($1) AND NOT c.ml AND c.created_at > now() - $3 * interval '1 hour')
        THEN 'it is classified already'
      WHEN $4::float8 IS NOT NULL AND EXISTS (SELECT FROM spectra s
        LEFT JOIN followup_requests f ON f.id = s.followup_request_id
        WHERE s.obj_id = ANY ($1) AND s.observed_at > now() - $4 * interval '1 hour' AND coalesce(f.allocation_id <> ALL ($9::int[]), true))
        THEN 'it has a spectrum already'
      WHEN $5 AND EXISTS (SELECT FROM objs o WHERE o.id = ANY ($1)
        AND coalesce(o.tns_info->>'object_type', o.tns_info->'object_type'->>'name') IS NOT NULL)
        THEN 'TNS has its class'
      WHEN $6::float8 IS NOT NULL AND EXISTS (SELECT FROM objs o WHERE o.id = ANY ($1)
        AND o.tns_info->>'discoverydate' ~ '^\\d{4}-\\d\\d-\\d\\d'
        AND left(o.tns_info->>'discoverydate', 10)::date < now() - $6 * interval '1 hour')
        THEN 'it was reported to TNS long ago'
      WHEN $7::int IS NOT NULL AND EXISTS (SELECT FROM followup_requests r
        JOIN allocations a ON a.id = r.allocation_id
        WHERE r.obj_id = ANY ($1) AND r.allocation_id <> ALL ($9::int[])
          AND a.instrument_id = (SELECT b.instrument_id FROM allocations b WHERE b.id = $7)
          AND r.state IN ('waiting', 'submitted', 'accepted', 'observed', 'completed', 'unknown')
          AND coalesce(r.observe_until >= now() - interval '1 day', true)
          AND r.created_at > now() - $10 * interval '1 hour'
          AND r.payload - ARRAY['start_date', 'end_date', 'priority', 'urgency', 'Urgency']
            @> $8::jsonb - ARRAY['start_date', 'end_date', 'priority', 'urgency', 'Urgency'])
        THEN 'the same is asked for already'
      WHEN $11::float8 IS NOT NULL AND EXISTS (SELECT FROM assignments s
        WHERE s.obj_id = ANY ($1) AND s.created_at > now() - $11 * interval '1 hour')
        THEN 'it is assigned to an observing run'
      END AS obstacle`,
    [
      names,
      [...of.sourceGroupIds],
      of.ifClassifiedH,
      of.ifSpectraH,
      of.ifTnsClassified,
      of.ifTnsReportedH,
      allocationId,
      stringifyExact(payload),
      [...of.ignoredAllocationIds],
      lookbackH,
      of.ifAssignedH,
    ],
  );
  return row?.obstacle ?? null;
}
