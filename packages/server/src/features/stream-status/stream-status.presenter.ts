import type { FilterStatusRow, SurveyStatusRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';

type StreamStatus = Static<typeof routes.getStreamStatus.response>;

export function presentStreamStatus(
  since: Date,
  surveys: readonly SurveyStatusRow[],
  filters: readonly FilterStatusRow[],
): StreamStatus {
  return {
    since: naiveUtc(since),
    surveys: surveys.map((row) => ({
      survey: row.survey,
      packets: row.packets,
      new: row.new,
      known: row.known,
      quarantined: row.quarantined,
      last_batch_at: row.last_batch_at && naiveUtc(row.last_batch_at),
      per_second: row.per_second,
      lag_s: row.lag_s,
    })),
    filters: filters.map((row) => ({
      filter_id: row.filter_id,
      name: row.name,
      fid: row.fid,
      evaluated: row.evaluated,
      passed: row.passed,
      rejected: row.rejected,
      failed: row.failed,
      elapsed_ms: row.elapsed_ms,
      failure: row.failure,
    })),
  };
}
