import { setImmediate } from 'node:timers/promises';
import { compileFilter, type MqlDocument, type Pipeline, parsePipeline } from '@fritz/mql';
import { type ActiveFilter, FilterRun, prepareInTurns } from '@fritz/pipeline';
import type { Alert } from '@fritz/surveys';
import { generateFilter } from './generate.ts';
import { median } from './measure.ts';

const PROGRAMS: ReadonlySet<number> = new Set([1]);
const CHANGES = 15;

/** What it takes to have many filters ready, milliseconds. */
interface ChangeTimes {
  /** All of them, when a broker starts, and how long others waited for a turn at most meanwhile. */
  readonly startMs: number;
  readonly longestTurnMs: number;
  /**
   * Until a new version of one of them is ready, from its text on, and the first alert that comes to
   * all of them then: with it a batch's turn of making all one set again, 20 ms.
   */
  readonly changeMs: number;
  readonly changeMaxMs: number;
  readonly firstAlertMs: number;
}

function activeFilter(pipeline: Pipeline, id: number): ActiveFilter {
  const compiled = compileFilter(pipeline, { computedOnly: true });
  const names = { filterId: id, versionId: id, name: `filter ${id}`, audienceId: 1 };
  return { ...names, programIds: PROGRAMS, compiled };
}

/** Runs work that gives others turns, and tells how long they waited for one at most. */
async function timeTurns(work: Promise<void>): Promise<number> {
  let isOver = false;
  void work.then(() => {
    isOver = true;
  });
  let longest = 0;
  for (let last = performance.now(); !isOver; ) {
    await setImmediate();
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }
  return longest;
}

function evaluate(filters: readonly ActiveFilter[], document: MqlDocument): void {
  // Of an alert no more is asked.
  const alert = { candid: 1n, programId: 1 } as Alert;
  new FilterRun(filters).evaluate(alert, () => document);
}

/** Starts with many filters, as a broker does, and then changes one after the other. */
export async function timeChanges(
  pipelines: readonly Pipeline[],
  document: MqlDocument,
): Promise<ChangeTimes> {
  let filters: readonly ActiveFilter[] = pipelines.map(activeFilter);
  const start = performance.now();
  const longestTurnMs = await timeTurns(prepareInTurns(filters));
  const startMs = performance.now() - start;
  evaluate(filters, document);
  const changes: number[] = [];
  const firstAlerts: number[] = [];
  for (let change = 0; change < CHANGES; change++) {
    const text = JSON.stringify(generateFilter(pipelines.length + change + 1));
    const began = performance.now();
    const changed = activeFilter(parsePipeline(text), pipelines.length + change);
    filters = filters.map((filter, i) => (i === 37 * (change + 1) ? changed : filter));
    await prepareInTurns(filters);
    changes.push(performance.now() - began);
    const ready = performance.now();
    evaluate(filters, document);
    firstAlerts.push(performance.now() - ready);
  }
  return {
    ...{ startMs, longestTurnMs },
    ...{ changeMs: median(changes), changeMaxMs: Math.max(...changes) },
    firstAlertMs: median(firstAlerts),
  };
}
