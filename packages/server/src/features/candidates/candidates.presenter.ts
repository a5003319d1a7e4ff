import type { AlertScore, AlertSummary, PassingRow, SavedRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';

type Candidate = Static<typeof routes.listCandidates.response>['candidates'][number];

/** What is known of one object of a page; `passing` is newest first and not empty. */
export interface CandidateParts {
  newest: PassingRow;
  passing: readonly PassingRow[];
  saved: readonly SavedRow[];
  alerts: AlertSummary | undefined;
  /** Of the newest alert. */
  scores: readonly AlertScore[];
}

export function presentCandidate(parts: CandidateParts): Candidate {
  const { newest, passing, saved, alerts, scores } = parts;
  return {
    id: newest.obj_id,
    survey: newest.survey,
    ra: newest.ra,
    dec: newest.dec,
    filter_ids: passing.map((row) => row.filter_id),
    passing_alerts: passing.map((row) => ({
      filter_id: row.filter_id,
      passing_alert_id: row.candid,
      passed_at: naiveUtc(row.passed_at),
    })),
    candid: newest.candid,
    programid: alerts?.program_id ?? null,
    last_passed_at: naiveUtc(newest.passed_at),
    is_source: saved.length > 0,
    saved_groups: saved.map((row) => ({ id: row.group_id, name: row.name })),
    annotations: passing.flatMap(presentAnnotation),
    scores: { drb: alerts?.drb ?? null, rb: alerts?.rb ?? null },
    classifiers: scores.map(({ name, version, state, score, reason }) => {
      return { name, version, state, score, reason };
    }),
    explanations: passing.map((row) => ({
      filter_id: row.filter_id,
      url: `/api/filters/${row.filter_id}/explain?candid=${row.candid}`,
    })),
    detections: alerts?.detections ?? 0,
    last_detected_mjd: alerts?.last_detected_mjd ?? null,
    last_mag: alerts?.mag ?? null,
    last_band: alerts?.band ?? null,
  };
}

/** Kowalski named an annotation's origin after the group and the filter that made it. */
function presentAnnotation(row: PassingRow): Candidate['annotations'] {
  const data = annotationsOf(row.output);
  if (data === null) return [];
  return [
    {
      origin: `${row.group_name}:${row.filter_name}`,
      data,
      filter_id: row.filter_id,
      group_ids: [row.group_id],
    },
  ];
}

/** The `annotations` of a filter's output; null where it made none. */
function annotationsOf(output: unknown): Record<string, unknown> | null {
  if (typeof output !== 'object' || output === null || !('annotations' in output)) return null;
  const { annotations } = output;
  if (typeof annotations !== 'object' || annotations === null) return null;
  return Array.isArray(annotations) ? null : { ...annotations };
}
