import { MqlError } from './errors.ts';
import { decodeExtendedJson } from './extended-json.ts';
import type { Frame } from './parse-expression.ts';
import { parseText } from './parse-text.ts';
import { RegexAllowance } from './regex/allowance.ts';
import { parseStage, parseStages } from './stages/parse-stages.ts';
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

export interface PipelineOptions {
  /** 'filter' (the default): one alert in, and the same answer every time; 'query': many documents. */
  readonly purpose?: 'filter' | 'query';
}

function readSource(source: string | readonly unknown[]): readonly unknown[] {
  const value = typeof source === 'string' ? parseText(source) : source;
  const decoded = decodeExtendedJson(value, true);
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
export function parsePipeline(
  source: string | readonly unknown[],
  options: PipelineOptions = {},
): Pipeline {
  try {
    return readPipeline(readSource(source), options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new MqlError('syntax', '', 'the pipeline nests too deeply');
  }
}

function readPipeline(
  given: readonly unknown[],
  { purpose = 'filter' }: PipelineOptions,
): Pipeline {
  const upstream = splitUpstream(given);
  const regexes = new RegexAllowance();
  const frame: Frame = { slotCount: 0, purpose, regexes, hasHistory: true };
  const isSplit = upstream.prefix.length > 0;
  const restrictions = upstream.restrictions.flatMap((stage) =>
    parseStage(stage, frame, 'upstream'),
  );
  const stages = parseStages(upstream.rest, frame, { first: upstream.prefix.length });
  return {
    stages: [...restrictions, ...stages],
    slotCount: frame.slotCount,
    upstream: isSplit ? upstream : null,
  };
}
