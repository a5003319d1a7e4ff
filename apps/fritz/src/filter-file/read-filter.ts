import { readFileSync } from 'node:fs';
import {
  checkFields,
  checkTypes,
  compileFilter,
  MqlError,
  type Pipeline,
  parsePipeline,
} from '@fritz/mql';
import { adapterOf, costlyFields, wholeDocumentSchema } from '@fritz/surveys';
import { UserError } from '../user-error.ts';

/** The text of a filter's file. @throws UserError */
export function readFilterText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable';
    throw new UserError(`${file} cannot be read (${code}): check the path.`, { cause });
  }
}

/** What is wrong with a filter, at its place. */
export interface FilterProblem {
  readonly code: string;
  readonly path: string;
  readonly message: string;
  readonly hint: string | null;
}

/** A filter that was looked at. */
export interface CheckedFilter {
  readonly stages: readonly string[];
  /** Dotted paths of the document; null: all of it. */
  readonly reads: readonly string[] | null;
  readonly needsHistory: boolean;
  /** What was recognised in front of it: the programmes that it asks for. */
  readonly programIds: readonly number[] | null;
  readonly problems: readonly FilterProblem[];
  /** What is allowed and cannot be meant. */
  readonly warnings: readonly FilterProblem[];
}

/** Parses a filter and checks it against the survey's documents; nothing is thrown for a bad one. */
export function checkFilterText(text: string, surveyName: string): CheckedFilter {
  const survey = adapterOf(surveyName);
  let pipeline: Pipeline;
  try {
    pipeline = parsePipeline(text);
  } catch (error) {
    if (!(error instanceof MqlError)) throw error;
    const problems = [problemOf(error)];
    const nothing = { stages: [], reads: [], needsHistory: false, programIds: null };
    return { ...nothing, problems, warnings: [] };
  }
  const { reads } = compileFilter(pipeline, { computedOnly: true, costly: costlyFields(survey) });
  const history = costlyFields(survey);
  return {
    stages: pipeline.stages.map(
      ({ at }) => at.split('.').find((part) => part.startsWith('$')) ?? at,
    ),
    reads,
    needsHistory:
      reads === null || reads.some((path) => history.includes(path.split('.')[0] ?? '')),
    programIds: pipeline.upstream?.programIds ?? null,
    problems: checkFields(pipeline, wholeDocumentSchema(surveyName)).map(problemOf),
    warnings: checkTypes(pipeline, wholeDocumentSchema(surveyName)),
  };
}

function problemOf({ code, path, message, hint }: MqlError): FilterProblem {
  return { code, path, message, hint };
}
