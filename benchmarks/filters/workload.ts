import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  compileFilter,
  type MqlDocument,
  MqlError,
  type Pipeline,
  parsePipeline,
} from '@fritz/mql';
import { generateFilter } from './generate.ts';

/** A filter with what it does to the documents of the benchmark. */
export interface NamedFilter {
  readonly name: string;
  readonly pipeline: Pipeline;
  /** Documents that arrive at its last stage, in the author's order, and those that pass. */
  readonly reaching: readonly MqlDocument[];
  readonly passing: number;
}

function runQuietly(run: () => MqlDocument | null): MqlDocument | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof MqlError) return null;
    throw error;
  }
}

function judge(name: string, pipeline: Pipeline, documents: readonly MqlDocument[]): NamedFilter {
  const whole = compileFilter(pipeline);
  const before = compileFilter({ ...pipeline, stages: pipeline.stages.slice(0, -1) });
  const reaching = documents.filter((one) => runQuietly(() => before.run(one)) !== null);
  const passing = reaching.filter((one) => runQuietly(() => whole.run(one)) !== null);
  return { name, pipeline, reaching, passing: passing.length };
}

/** The filters that groups wrote. */
export function readFilters(root: string, documents: readonly MqlDocument[]): NamedFilter[] {
  const folder = join(root, 'data', 'filters');
  return globSync('*.json', { cwd: folder })
    .sort()
    .map((file) => {
      const pipeline = parsePipeline(readFileSync(join(folder, file), 'utf8'));
      return judge(basename(file, '.json'), pipeline, documents);
    });
}

/** Distinct ones like them. */
export function generatePipelines(count: number): Pipeline[] {
  return Array.from({ length: count }, (_, index) => parsePipeline(generateFilter(index + 1)));
}

export function generateFilters(count: number, documents: readonly MqlDocument[]): NamedFilter[] {
  return generatePipelines(count).map((pipeline, index) =>
    judge(`generated ${index + 1}`, pipeline, documents),
  );
}

/** What becomes of all evaluations, in percent. */
export function ratesOf(filters: readonly NamedFilter[], documents: number) {
  const evaluations = filters.length * documents;
  const reaching = filters.reduce((sum, filter) => sum + filter.reaching.length, 0);
  const passing = filters.reduce((sum, filter) => sum + filter.passing, 0);
  return {
    evaluations,
    reaching,
    passing,
    reachingPercent: (100 * reaching) / evaluations,
    passingPercent: (100 * passing) / evaluations,
  };
}
