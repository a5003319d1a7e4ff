import { randomInt } from 'node:crypto';
import { addVersion, type VersionReference } from '../marshal/filters.queries.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { NightSearch } from './find-night.ts';
import {
  failsTooMuch,
  passesTooMuch,
  REFERENCE_LIMIT,
  type ReferenceRun,
} from './reference-run.ts';

/** A new version of a filter, checked. */
export interface VersionDraft {
  readonly filterId: number;
  /** JSON text, kept as it is. */
  readonly pipeline: string;
  readonly changelog: string;
  /** Whether to save it although it passes, or fails on, too much. */
  readonly insist: boolean;
}

/** How a version is tried and kept. */
export interface VersionRoom {
  /** Runs it over the reference night; null to do without. */
  readonly tryOut: (() => Promise<ReferenceRun>) | null;
  /**
   * Does what it is given in a transaction of the author's, who is told by his id; it refuses where
   * he may not, or no longer.
   */
  readonly keep: (work: (tx: ViewerTx, authorId: number) => Promise<void>) => Promise<void>;
}

/** A version that passes, or fails on, more of the reference night than can be meant. */
export class OddVersionError extends Error {
  readonly code: 'passes_too_much' | 'fails_too_much';
  readonly run: ReferenceRun;

  constructor(code: OddVersionError['code'], run: ReferenceRun) {
    super(describeOdd(code, run));
    this.name = 'OddVersionError';
    this.code = code;
    this.run = run;
  }
}

/**
 * Tries a new version, judges it, saves it, and makes it the active one.
 *
 * @returns its name
 * @throws OddVersionError where it passes, or fails on, too much, and its author does not insist
 */
export async function saveVersion(draft: VersionDraft, room: VersionRoom): Promise<string> {
  const { filterId, pipeline, changelog, insist } = draft;
  const reference = room.tryOut && judge(await room.tryOut(), insist);
  const fid = makeFid();
  await room.keep((tx, createdBy) =>
    addVersion(tx, { filterId, fid, pipeline, changelog, createdBy, reference }),
  );
  return fid;
}

function judge(run: ReferenceRun, insist: boolean): VersionReference {
  const code = failsTooMuch(run) ? 'fails_too_much' : 'passes_too_much';
  const isOdd = failsTooMuch(run) || passesTooMuch(run);
  if (isOdd && !insist) throw new OddVersionError(code, run);
  const { night, search, alerts, evaluated, passed, failed, elapsedUs } = run;
  const perAlert = evaluated === 0 ? 0 : elapsedUs / evaluated;
  const figures = { night, search, alerts, evaluated, passed, failed };
  return { ...figures, us_per_alert: perAlert, insisted: isOdd };
}

function describeOdd(code: OddVersionError['code'], run: ReferenceRun): string {
  const { evaluated, passed, failed, failures } = run;
  const of = `of ${evaluated} alerts of ${describeNight(run)}`;
  if (code === 'fails_too_much') {
    return `fails on ${failed} ${of}: ${failures[0]?.message ?? 'see explain'}`;
  }
  const share = ((100 * passed) / evaluated).toFixed(1);
  return `passes ${passed} ${of} (${share} %); more than ${100 * REFERENCE_LIMIT} % is hardly meant`;
}

/** A night in words, with why it is a simulated one. */
export function describeNight(chosen: {
  readonly night: string | null;
  readonly search: NightSearch;
}): string {
  if (chosen.night !== null) return `the night of ${chosen.night}`;
  return chosen.search === 'timed_out'
    ? 'a simulated night (no night with enough alerts was found in time)'
    : 'a simulated night';
}

const fidAlphabet = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Six characters, as clients know a version of a filter. */
function makeFid(): string {
  return Array.from({ length: 6 }, () => fidAlphabet[randomInt(fidAlphabet.length)]).join('');
}
