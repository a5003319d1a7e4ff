import { DEFAULT_JOB_S, DEFAULT_KEPT_DAYS, MAX_JOB_S, MAX_KEPT_DAYS } from '../limits.ts';
import { VoError } from '../vo-error.ts';
import type { VoParams } from '../vo-params.ts';

const DAY_MS = 86_400_000;

/** How long a job may take, s; 0 stands for as long as it may. Null where nothing is said. */
export function durationOf(params: VoParams): number | null {
  const asked = params.count('EXECUTIONDURATION');
  if (asked === null) return null;
  return asked === 0 ? MAX_JOB_S : Math.min(asked, MAX_JOB_S);
}

/** When a job and its result go. Null where nothing is said. @throws VoError */
export function destructionOf(params: VoParams, now: Date): Date | null {
  const text = params.one('DESTRUCTION');
  if (text === null) return null;
  const time = new Date(/(?:[zZ]|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(time.getTime())) throw new VoError(400, 'DESTRUCTION is a time');
  return new Date(Math.min(time.getTime(), now.getTime() + MAX_KEPT_DAYS * DAY_MS));
}

/** Of a job that is made: what was asked for, or what is usual. */
export function jobTimes(params: VoParams, now: Date): { durationS: number; destroyAt: Date } {
  return {
    durationS: durationOf(params) ?? DEFAULT_JOB_S,
    destroyAt: destructionOf(params, now) ?? new Date(now.getTime() + DEFAULT_KEPT_DAYS * DAY_MS),
  };
}
