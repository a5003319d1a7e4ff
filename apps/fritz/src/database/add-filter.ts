import { randomInt } from 'node:crypto';
import {
  addVersion,
  checkFilter,
  compilePastFilter,
  createFilter,
  failsTooMuch,
  findFilter,
  passesTooMuch,
  type ReferenceRun,
  runReference,
  type VersionReference,
  type ViewerTx,
} from '@fritz/archive';
import { ZtfAdapter } from '@fritz/surveys';
import { UserError } from '../user-error.ts';

export interface NewFilter extends FilterText {
  readonly name: string;
  readonly groupId: number;
  readonly streamId: number;
  readonly createdBy: number;
}

/** A version as its author gives it. */
export interface FilterText {
  /** JSON text, kept as it is. */
  readonly pipeline: string;
  readonly changelog?: string;
  /** The reference night; null to do without one. */
  readonly trial: { readonly insist: boolean } | null;
}

/** The reference night is worth so much waiting. */
const REFERENCE_TIME_MS = 20_000;

/**
 * Makes a filter with its first version, which runs from the next batch on; returns its id.
 *
 * @throws MqlError when the pipeline does not compile
 * @throws UserError when it passes too much of the reference night, and nobody insists
 */
export async function addFilter(tx: ViewerTx, filter: NewFilter): Promise<number> {
  checkFilter(filter.pipeline, new ZtfAdapter());
  // A statement of its own: the policy on filters must see the audience when it is asked.
  await tx.query('SELECT intern_audience(ARRAY[$1::int])', [filter.groupId]);
  const id = await createFilter(tx, filter);
  await addFilterVersion(tx, id, filter, filter.createdBy);
  return id;
}

/** Adds a version to a filter and makes it the active one; returns its name. */
export async function addFilterVersion(
  tx: ViewerTx,
  filterId: number,
  { pipeline, changelog = '', trial }: FilterText,
  createdBy: number,
): Promise<string> {
  checkFilter(pipeline, new ZtfAdapter());
  const reference = trial && (await tryVersion(tx, filterId, pipeline, trial.insist));
  const fid = makeFid();
  await addVersion(tx, { filterId, fid, pipeline, createdBy, changelog, reference });
  return fid;
}

async function tryVersion(
  tx: ViewerTx,
  filterId: number,
  pipeline: string,
  insist: boolean,
): Promise<VersionReference> {
  const survey = new ZtfAdapter();
  const programIds = (await findFilter(tx, filterId))?.program_ids ?? [];
  const filter = compilePastFilter(pipeline, programIds, survey);
  const deadlineMs = performance.now() + REFERENCE_TIME_MS;
  const run = await runReference({ tx, survey }, filter, new Date(), { deadlineMs });
  const isOdd = passesTooMuch(run) || failsTooMuch(run);
  if (isOdd && !insist) throw new UserError(describeOdd(run));
  const { night, alerts, evaluated, passed, failed, elapsedUs } = run;
  const perAlert = evaluated === 0 ? 0 : elapsedUs / evaluated;
  return { night, alerts, evaluated, passed, failed, us_per_alert: perAlert, insisted: isOdd };
}

function describeOdd(run: ReferenceRun): string {
  const { evaluated, passed, failed, night, failures } = run;
  const where = night === null ? 'a simulated night' : `the night of ${night}`;
  const [first] = failures;
  if (first && failsTooMuch(run)) {
    return `it fails on ${failed} of ${evaluated} alerts of ${where} (${first.message}): mend it, or --insist.`;
  }
  return `it passes ${passed} of ${evaluated} alerts of ${where}: make it stricter, or --insist.`;
}

const fidAlphabet = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Six characters, as clients know a version of a filter. */
function makeFid(): string {
  return Array.from({ length: 6 }, () => fidAlphabet[randomInt(fidAlphabet.length)]).join('');
}
