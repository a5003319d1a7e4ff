import {
  findAlert,
  findJointPrograms,
  findVersion,
  jdOfTime,
  type PastAlert,
  type ViewerTx,
} from '@fritz/archive';
import { MqlError } from '@fritz/mql';
import { adapterOf, type JdWindow } from '@fritz/surveys';
import type { ResultOf } from '../../filter-runs/perform-run.ts';
import type { RunFilter, RunWork } from '../../filter-runs/run-task.ts';
import { readUtc } from '../../http/fields.ts';
import { InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import type { RunCall } from '../../http/run-reply.ts';
import { demandPipeline, invalidPipeline, pipelineText } from './filter-versions.service.ts';
import { demandFilter } from './filters.service.ts';

/** Which pipeline is meant: one that is given, a version, or the active version. */
export interface ChosenVersion {
  readonly filter_version?: string;
  readonly pipeline?: string | readonly unknown[];
}

/** The pipeline that a run is about, and what the filter's stream gives it. */
export async function chooseVersion(
  tx: ViewerTx,
  filterId: number,
  chosen: ChosenVersion,
): Promise<RunFilter> {
  const filter = await demandFilter(tx, filterId);
  const { program_ids: programIds, survey } = filter;
  const joint = await findJointPrograms(tx, filterId);
  if (chosen.pipeline !== undefined) {
    const pipeline = pipelineText(chosen.pipeline);
    await demandPipeline(tx, pipeline, survey);
    return { pipeline, programIds, joint, survey };
  }
  const fid = chosen.filter_version ?? filter.active_fid;
  if (fid === null) {
    const message = 'is missing: the filter has no version yet';
    throw new InvalidRequestError([{ in: 'body', field: 'pipeline', message }]);
  }
  const version = await findVersion(tx, filterId, fid);
  if (version === null) throw new NotFoundError(`version ${fid} of this filter`);
  return { pipeline: version.pipeline, programIds, joint, survey };
}

export interface RunRequest<W extends RunWork> {
  readonly filter: RunFilter;
  readonly work: W;
  readonly timeLimitMs: number;
}

/** Orders a run and waits for it. @throws FritzError invalid_pipeline, run_too_long, runs_busy */
export async function runOver<W extends RunWork>(
  { filter, work, timeLimitMs }: RunRequest<W>,
  { context, viewerKey, viewerId, onProgress, onQueue, signal }: RunCall,
): Promise<ResultOf<W>> {
  try {
    const task = { viewerKey, viewerId, filter, work, timeLimitMs } as const;
    return await context.runs.run<W>(task, { onProgress, onQueue, signal });
  } catch (error) {
    throw error instanceof MqlError ? invalidPipeline(error) : error;
  }
}

/** The alert of this id, or the newest of this object, that the viewer may see. */
export async function demandAlert(
  tx: ViewerTx,
  survey: string,
  { candid, objectId }: { readonly candid?: bigint; readonly objectId?: string },
): Promise<PastAlert> {
  if (candid === undefined && objectId === undefined) {
    throw new InvalidRequestError([{ in: 'query', field: 'candid', message: 'is missing' }]);
  }
  const alert = await findAlert(tx, adapterOf(survey), { candid, objectId });
  if (alert === null) throw new NotFoundError('alert');
  return alert;
}

type Time = number | string;

/** A stretch of past time as Kowalski's clients name it; null where none is named. */
export function readWindow(start: Time | undefined, end: Time | undefined): JdWindow | null {
  if (start === undefined && end === undefined) return null;
  const fromJd = start === undefined ? Number.NEGATIVE_INFINITY : readJd('start_date', start);
  const toJd = end === undefined ? Number.POSITIVE_INFINITY : readJd('end_date', end);
  if (fromJd >= toJd) {
    const message = 'must be after start_date';
    throw new InvalidRequestError([{ in: 'body', field: 'end_date', message }]);
  }
  return { fromJd, toJd };
}

const ISO_TIME = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

function readJd(field: string, time: Time): number {
  const number = typeof time === 'number' ? time : /^\d+(\.\d+)?$/.test(time) ? Number(time) : null;
  // Julian dates of the years 1990 to 2100.
  if (number !== null && number > 2_447_892 && number < 2_488_070) return number;
  if (number !== null || typeof time === 'number' || !ISO_TIME.test(time)) {
    const message = 'must be a Julian date or an ISO 8601 time';
    throw new InvalidRequestError([{ in: 'body', field, message }]);
  }
  return jdOfTime(readUtc('body', field, time));
}
