import { MqlError } from './errors.ts';
import { decodeExtendedJson } from './extended-json.ts';
import type { Frame } from './parse-expression.ts';
import { parseText } from './parse-text.ts';
import { parseStage } from './stages/parse-stages.ts';
import type { Stage } from './tree.ts';
import { splitUpstream, type Upstream } from './upstream.ts';

/** A checked pipeline. */
export interface Pipeline {
  readonly stages: readonly Stage[];
  /** How many variables the stages bind. */
  readonly slotCount: number;
  /** What was found of the broker's look-ups in front of the filter; null where there was none. */
  readonly upstream: Upstream | null;
}

function readSource(source: string | readonly unknown[]): readonly unknown[] {
  const value = typeof source === 'string' ? parseText(source) : source;
  const decoded = decodeExtendedJson(value);
  if (!Array.isArray(decoded)) {
    throw new MqlError('syntax', '', 'a pipeline must be a list of stages');
  }
  return decoded;
}

/**
 * Parses and checks a pipeline: JSON text (64-bit integers stay exact; Python literals, single
 * quotes, comments and trailing commas are taken too) or values already parsed. A prefix that
 * fetches history and neighbours is recognised and replaced by what it restricts.
 *
 * @throws MqlError with the place of the first thing that cannot be accepted.
 */
export function parsePipeline(source: string | readonly unknown[]): Pipeline {
  try {
    return parseStages(readSource(source));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new MqlError('syntax', '', 'the pipeline nests too deeply');
  }
}

function parseStages(given: readonly unknown[]): Pipeline {
  const upstream = splitUpstream(given);
  const frame: Frame = { slotCount: 0 };
  const isSplit = upstream.prefix.length > 0;
  const restrictions = upstream.restrictions.map((stage) => parseStage(stage, frame, 'upstream'));
  const stages = upstream.rest.map((stage, index) =>
    parseStage(stage, frame, String(index + upstream.prefix.length)),
  );
  return {
    stages: [...restrictions, ...stages],
    slotCount: frame.slotCount,
    upstream: isSplit ? upstream : null,
  };
}
