import {
  checkFilter,
  type FilterRow,
  findJointPrograms,
  loadFilterSchema,
  loadViewer,
  OddVersionError,
  REFERENCE_LIMIT,
  type ReferenceRun,
  saveVersion,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { checkTypes, MqlError, type TypeWarning } from '@fritz/mql';
import { FritzError } from '../../http/fritz-error.ts';
import type { RunCall } from '../../http/run-reply.ts';
import {
  changeFilter,
  demandOwnFilter,
  demandSettings,
  type FilterChange,
} from './filters.service.ts';

/** A new version as its author gives it. */
export interface GivenVersion {
  readonly pipeline: string | readonly unknown[];
  readonly changelog?: string;
  /** Whether to save it although it passes, or fails on, too much. */
  readonly insist?: boolean;
  readonly change?: FilterChange | null;
}

/** A version that compiles, before it is run. */
export interface DraftVersion {
  readonly filter: FilterRow;
  readonly pipeline: string;
  readonly changelog: string;
  readonly insist: boolean;
  /** What else is to change, with the version or not at all. */
  readonly change: FilterChange | null;
  /** What is allowed in it and cannot be meant. */
  readonly warnings: readonly TypeWarning[];
}

/** The reference night is worth so much waiting. */
const REFERENCE_TIME_MS = 10_000;

/** Checks a new version of a filter of the viewer's. @throws FritzError invalid_pipeline */
export async function draftVersion(
  tx: ViewerTx,
  viewer: Viewer,
  filterId: number,
  { pipeline, changelog = '', insist = false, change = null }: GivenVersion,
): Promise<DraftVersion> {
  const filter = await demandOwnFilter(tx, viewer, filterId);
  if (change) await demandSettings(tx, filter, change);
  // The text is what the broker will read: that very text has to compile.
  const text = pipelineText(pipeline);
  const warnings = await demandPipeline(tx, text, filter.survey);
  return { filter, pipeline: text, changelog: changelog.trim(), insist, change, warnings };
}

export function pipelineText(pipeline: string | readonly unknown[]): string {
  return typeof pipeline === 'string' ? pipeline : stringifyExact(pipeline);
}

/**
 * Compiles a pipeline for a survey's documents.
 *
 * @returns what is allowed in it and cannot be meant
 * @throws FritzError invalid_pipeline with the place and a hint
 */
export async function demandPipeline(
  tx: ViewerTx,
  pipeline: string,
  survey: string,
): Promise<readonly TypeWarning[]> {
  const schema = await loadFilterSchema(tx, survey);
  try {
    return checkTypes(checkFilter(pipeline, schema), schema.documentSchema);
  } catch (error) {
    if (!(error instanceof MqlError)) throw error;
    throw invalidPipeline(error);
  }
}

export function invalidPipeline(error: MqlError): FritzError {
  const { message, path, hint, code } = error;
  const details = { path, hint, reason: code };
  return new FritzError('invalid_pipeline', { message, details, cause: error });
}

/**
 * Runs a version over the reference night, and saves it as the active one, together with what else
 * is to change of its filter.
 *
 * @returns its name
 * @throws FritzError passes_too_much, fails_too_much, where its author does not insist
 */
export async function saveDraft(draft: DraftVersion, run: RunCall): Promise<string> {
  const { context, viewerKey } = run;
  const { filter, change } = draft;
  try {
    return await saveVersion(
      { ...draft, filterId: filter.id },
      {
        tryOut: () => tryDraft(draft, run),
        keep: (work) =>
          context.archive.asViewer(viewerKey, async (tx) => {
            // Rights may have gone meanwhile.
            const viewer = await loadViewer(tx);
            if (viewer === null) throw new FritzError('invalid_credentials');
            await demandOwnFilter(tx, viewer, filter.id);
            await work(tx, viewer.id);
            if (change) await changeFilter(tx, viewer, filter.id, change);
          }),
      },
    );
  } catch (error) {
    throw error instanceof OddVersionError ? refusedVersion(error) : error;
  }
}

async function tryDraft({ pipeline, filter }: DraftVersion, run: RunCall): Promise<ReferenceRun> {
  const { context, viewerKey, viewerId, onProgress, onQueue, signal } = run;
  const work = { kind: 'reference', nowMs: context.now().getTime() } as const;
  const joint = await context.archive.asViewer(viewerKey, (tx) => findJointPrograms(tx, filter.id));
  const tried = { pipeline, programIds: filter.program_ids, joint, survey: filter.survey };
  const task = { viewerKey, viewerId, work, filter: tried } as const;
  return context.runs.run(
    { ...task, timeLimitMs: REFERENCE_TIME_MS },
    {
      ...{ onProgress, onQueue, signal },
    },
  );
}

function refusedVersion(error: OddVersionError): FritzError {
  const { evaluated, passed, failed, night, search, alerts, failures } = error.run;
  const figures = { night, search, alerts, evaluated, passed, failed, limit: REFERENCE_LIMIT };
  const isFailing = error.code === 'fails_too_much';
  const way = isFailing ? 'Mend it, or insist.' : 'Insist, if it is meant.';
  return new FritzError(error.code, {
    message: `This version ${error.message}. ${way}`,
    details: isFailing ? { ...figures, failure: failures[0] ?? null } : figures,
    cause: error,
  });
}
