import { randomInt } from 'node:crypto';
import {
  addVersion,
  checkFilter,
  type FilterRow,
  failsTooMuch,
  loadViewer,
  passesTooMuch,
  REFERENCE_LIMIT,
  type ReferenceRun,
  type VersionReference,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { MqlError } from '@fritz/mql';
import { ZtfAdapter } from '@fritz/surveys';
import { FritzError } from '../../http/fritz-error.ts';
import type { RunCall } from '../../http/run-reply.ts';
import { demandOwnFilter } from './filters.service.ts';

/** A new version as its author gives it. */
export interface GivenVersion {
  readonly pipeline: string | readonly unknown[];
  readonly changelog?: string;
  /** Whether to save it although it passes, or fails on, too much. */
  readonly insist?: boolean;
}

/** A version that compiles, before it is run. */
export interface DraftVersion {
  readonly filter: FilterRow;
  readonly pipeline: string;
  readonly changelog: string;
  readonly insist: boolean;
}

/** The reference night is worth so much waiting. */
const REFERENCE_TIME_MS = 10_000;

const surveys = { ztf: new ZtfAdapter() };

/** Checks a new version of a filter of the viewer's. @throws FritzError invalid_pipeline */
export async function draftVersion(
  tx: ViewerTx,
  viewer: Viewer,
  filterId: number,
  { pipeline, changelog = '', insist = false }: GivenVersion,
): Promise<DraftVersion> {
  const filter = await demandOwnFilter(tx, viewer, filterId);
  // The text is what the broker will read: that very text has to compile.
  const text = pipelineText(pipeline);
  demandPipeline(text);
  return { filter, pipeline: text, changelog: changelog.trim(), insist };
}

export function pipelineText(pipeline: string | readonly unknown[]): string {
  return typeof pipeline === 'string' ? pipeline : stringifyExact(pipeline);
}

/** Compiles a pipeline. @throws FritzError invalid_pipeline with the place and a hint */
export function demandPipeline(pipeline: string): void {
  try {
    checkFilter(pipeline, surveys.ztf);
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
 * Runs a version over the reference night, and saves it as the active one.
 *
 * @returns its name
 * @throws FritzError passes_too_much, fails_too_much, where its author does not insist
 */
export async function saveVersion(draft: DraftVersion, run: RunCall): Promise<string> {
  const { context, viewerKey, onProgress, signal } = run;
  const { filter, pipeline, changelog, insist } = draft;
  const work = { kind: 'reference', nowMs: context.now().getTime() } as const;
  const reference = await context.runs.run(
    {
      ...{ viewerKey, survey: 'ztf', work, timeLimitMs: REFERENCE_TIME_MS },
      filter: { pipeline, programIds: filter.program_ids },
    },
    { onProgress, signal },
  );
  if (!insist) demandReasonable(reference);
  const fid = makeFid();
  await context.archive.asViewer(viewerKey, async (tx) => {
    // Rights may have gone meanwhile.
    const viewer = await loadViewer(tx);
    if (viewer === null) throw new FritzError('invalid_credentials');
    await demandOwnFilter(tx, viewer, filter.id);
    await addVersion(tx, {
      ...{ filterId: filter.id, fid, pipeline, changelog, createdBy: viewer.id },
      reference: figuresOf(reference, insist),
    });
  });
  return fid;
}

function figuresOf(reference: ReferenceRun, insist: boolean): VersionReference {
  const { night, alerts, evaluated, passed, failed, elapsedUs } = reference;
  const insisted = insist && (passesTooMuch(reference) || failsTooMuch(reference));
  const perAlert = evaluated === 0 ? 0 : elapsedUs / evaluated;
  return { night, alerts, evaluated, passed, failed, us_per_alert: perAlert, insisted };
}

function demandReasonable(reference: ReferenceRun): void {
  const { evaluated, passed, failed, night, alerts, failures } = reference;
  const where = night === null ? 'a simulated night' : `the night of ${night}`;
  const details = { night, alerts, evaluated, passed, failed, limit: REFERENCE_LIMIT };
  const of = `of ${evaluated} alerts of ${where}`;
  if (failsTooMuch(reference)) {
    const [first] = failures;
    throw new FritzError('fails_too_much', {
      message: `This version fails on ${failed} ${of}: ${first?.message ?? 'see explain'}.`,
      details: { ...details, failure: first ?? null },
    });
  }
  if (passesTooMuch(reference)) {
    const share = (100 * passed) / evaluated;
    throw new FritzError('passes_too_much', {
      message:
        `This version passes ${passed} ${of} (${share.toFixed(1)} %); ` +
        `more than ${100 * REFERENCE_LIMIT} % is hardly meant. Insist, if it is.`,
      details,
    });
  }
}

const fidAlphabet = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Six characters, as clients know a version. */
function makeFid(): string {
  return Array.from({ length: 6 }, () => fidAlphabet[randomInt(fidAlphabet.length)]).join('');
}
