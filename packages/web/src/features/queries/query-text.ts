import { MqlError, parsePipeline, parseText, writeExtendedJson } from '@fritz/mql';
import { problemAt } from '../filters/editor/check-pipeline.ts';
import type { PipelineProblem } from '../filters/editor/check-pipeline-lines.ts';

/** A query's text as it was read. */
export type ReadQuery = {
  /** What is sent; null where it cannot be read. */
  readonly json: string | null;
  readonly problems: readonly PipelineProblem[];
};

const NOTHING: ReadQuery = { json: null, problems: [] };

/** Reads what somebody wrote: JSON, or the words of Python. Says what the language has against it, and where. */
export function readQueryText(text: string): ReadQuery {
  if (text.trim() === '') return NOTHING;
  try {
    const asked = parseText(text);
    const json = writeExtendedJson(asked);
    const problem = checkParts(asked, text);
    return { json: problem === null ? json : null, problems: problem === null ? [] : [problem] };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const path = error instanceof MqlError ? error.path : '';
    return { json: null, problems: [problemAt({ message: error.message, path }, text, false)] };
  }
}

/** Marks a 64-bit integer while the rest is laid out. */
const INTEGER = '\u0001';

/** A query laid out, its integers with all their digits. */
export function writeQueryText(asked: unknown): string {
  const text = JSON.stringify(
    asked,
    (_key, value: unknown) => (typeof value === 'bigint' ? `${INTEGER}${value}` : value),
    2,
  );
  return text.replaceAll(/"\\u0001(-?\d+)"/g, '$1');
}

/** The query of an answer of the API, such as `{"data": {"query": …}}`, laid out. */
export function queryTextOf(answer: string): string {
  const { data } = fieldsOf(parseText(answer));
  return writeQueryText(fieldsOf(data).query);
}

function checkParts(asked: unknown, text: string): PipelineProblem | null {
  const { query_type: type, query } = fieldsOf(asked);
  const { filter, pipeline } = fieldsOf(query);
  const isAggregate = type === 'aggregate';
  const stages = isAggregate ? pipeline : [{ $match: filter ?? {} }];
  // A text in a text is read by the server alone.
  if (!Array.isArray(stages) || typeof filter === 'string') return null;
  try {
    parsePipeline(withoutPlace(stages), { purpose: 'query' });
    return null;
  } catch (error) {
    if (!(error instanceof MqlError)) throw error;
    const path = isAggregate
      ? `query.pipeline.${error.path}`
      : error.path.replace(/^0\.\$match/, 'query.filter');
    return problemAt({ message: error.message, path }, text, false);
  }
}

/** A part of the sky, and look-ups, are the server's to read. */
function withoutPlace(stages: readonly unknown[]): readonly unknown[] {
  return stages.map((stage) => {
    const { $match: match, $lookup } = fieldsOf(stage);
    if ($lookup !== undefined) return { $match: {} };
    if (match === undefined) return stage;
    const kept = Object.entries(fieldsOf(match)).filter(
      ([name]) => name !== 'coordinates.radec_geojson' && name !== '$and',
    );
    return { $match: Object.fromEntries(kept) };
  });
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
