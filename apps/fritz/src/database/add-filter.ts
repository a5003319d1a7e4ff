import {
  checkFilter,
  compilePastFilter,
  createFilter,
  findFilter,
  findJointPrograms,
  jointPrograms,
  loadFilterSchema,
  OddVersionError,
  type ReferenceRun,
  runReference,
  type SurveyPrograms,
  saveVersion,
  type ViewerTx,
} from '@fritz/archive';
import { adapterOf } from '@fritz/surveys';
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
  const filter = await findFilter(tx, filterId);
  if (filter === null) throw new Error(`there is no filter ${filterId}`);
  const { survey, program_ids: programIds } = filter;
  checkFilter(pipeline, await loadFilterSchema(tx, survey));
  const draft = { filterId, pipeline, changelog, insist: trial?.insist === true };
  const joint = await findJointPrograms(tx, filterId);
  const tryOut = trial && (() => tryVersion(tx, { pipeline, programIds, joint, survey }));
  try {
    return await saveVersion(draft, { tryOut, keep: (work) => work(tx, createdBy) });
  } catch (error) {
    if (!(error instanceof OddVersionError)) throw error;
    const way = error.code === 'fails_too_much' ? 'mend it' : 'make it stricter';
    throw new UserError(`it ${error.message}: ${way}, or --insist.`);
  }
}

interface TriedVersion {
  readonly pipeline: string;
  readonly programIds: readonly number[];
  readonly joint: readonly SurveyPrograms[];
  readonly survey: string;
}

async function tryVersion(tx: ViewerTx, tried: TriedVersion): Promise<ReferenceRun> {
  const survey = adapterOf(tried.survey);
  const joint = jointPrograms(tried.joint);
  const filter = compilePastFilter(tried.pipeline, tried.programIds, survey, { joint });
  const deadlineMs = performance.now() + REFERENCE_TIME_MS;
  return runReference({ tx, survey }, filter, new Date(), { deadlineMs });
}
