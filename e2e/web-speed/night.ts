/// <reference lib="dom" />
/**
 * A run with many targets: as the API gives it, as its page opens in Chromium on a computer, from the list
 * of runs, and how long it takes to mark a target, on the page and until the server has it. A whole Fritz is behind
 * it. Times are told, never asserted.
 *
 * node e2e/web-speed/night.ts [--targets 100] [--rounds 40] [--json]
 *
 * Without a Chromium (FRITZ_CHROMIUM) what the page does is left out.
 */
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { arrangeNight } from '../browser/arrange-night.ts';
import { launchBrowser, withoutBrowser } from '../browser/chromium.ts';
import { openStage, type Stage } from '../browser/stage.ts';

const { values } = parseArgs({
  options: {
    targets: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '40' },
    json: { type: 'boolean', default: false },
  },
});
const targets = Number(values.targets);
const rounds = Number(values.rounds);
assert.ok(Number.isInteger(targets) && targets >= 1, '--targets must be 1 or more');
assert.ok(Number.isInteger(rounds) && rounds >= 10, '--rounds must be 10 or more');
const warmUps = 3;
/** Some half of a simulated night's alerts pass, and an object may have several. */
const alertsPerTarget = 3;

function figuresOf(name: string, times: readonly number[]): Record<string, number> {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Number((sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN).toFixed(1));
  return { [`${name}_p95_ms`]: at(0.95), [`${name}_median_ms`]: at(0.5) };
}

async function repeat(work: (turn: number) => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < rounds + warmUps; turn++) {
    const ms = await work(turn);
    if (turn >= warmUps) times.push(ms);
  }
  return times;
}

async function send(stage: Stage, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${stage.url}/api/${path}`, {
    method,
    headers: {
      authorization: `token ${stage.cast.scanner.token}`,
      'content-type': 'application/json',
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as { status: string; data: unknown };
  assert.equal(answer.status, 'success', JSON.stringify(answer).slice(0, 300));
  return answer.data;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function measureApi(stage: Stage, runId: number) {
  const { assignments } = (await send(stage, 'GET', `observing_run/${runId}`)) as {
    assignments: { id: number }[];
  };
  assert.equal(assignments.length, targets, 'all targets are in the run');
  const run = await repeat(() => timed(() => send(stage, 'GET', `observing_run/${runId}`)));
  const curves = await repeat(() =>
    timed(() => send(stage, 'GET', `internal/plot/airmass/run/${runId}`)),
  );
  const mark = await repeat((turn) => {
    const { id = 0 } = assignments[turn % assignments.length] ?? {};
    const status = turn % 2 === 0 ? 'complete' : 'pending';
    return timed(() => send(stage, 'PUT', `assignment/${id}`, { status }));
  });
  for (const { id } of assignments)
    await send(stage, 'PUT', `assignment/${id}`, { status: 'pending' });
  return {
    ...figuresOf('api_run', run),
    ...figuresOf('api_curves', curves),
    ...figuresOf('api_mark', mark),
  };
}

/** In the page: from a click on the first to the frame in which the other is there, milliseconds. */
function clickUntil([clicked, wanted]: [string, string]): Promise<number> {
  const element = document.querySelector<HTMLElement>(clicked);
  if (element === null) throw new Error(`nothing to click: ${clicked}`);
  const start = performance.now();
  element.click();
  return new Promise((resolve) => {
    const look = () => {
      if (document.querySelector(wanted) === null) requestAnimationFrame(look);
      else requestAnimationFrame(() => resolve(performance.now() - start));
    };
    requestAnimationFrame(look);
  });
}

/** From a click on the run in the list of runs until some of its targets are drawn. */
async function openRun(page: Page, runId: number, count: number): Promise<number> {
  await page.goto('/runs', { waitUntil: 'networkidle' });
  const link = `a[href="/runs/${runId}"]`;
  await page.locator(link).first().waitFor();
  return page.evaluate(clickUntil, [
    link,
    `[aria-label="To observe"] li:nth-child(${Math.min(count, targets)})`,
  ] as [string, string]);
}

async function measurePage(stage: Stage, { runId, objIds }: { runId: number; objIds: string[] }) {
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({
      ...{ baseURL: stage.url, viewport: { width: 1280, height: 860 }, serviceWorkers: 'block' },
    });
    await context.request.get(await stage.makeLoginPath(stage.cast.scanner));
    const page = await context.newPage();
    const first = await repeat(() => openRun(page, runId, 10));
    const open = await repeat(() => openRun(page, runId, targets));
    const marked: number[] = [];
    const stored: number[] = [];
    for (const objId of objIds.slice(0, rounds)) {
      const answer = page.waitForResponse(
        (response) => response.url().includes('/api/assignment/') && response.status() === 200,
      );
      const start = performance.now();
      marked.push(
        await page.evaluate(clickUntil, [
          `button[aria-label="Observed: ${objId}"]`,
          `[aria-label="Done"] li[aria-label="${objId}"]`,
        ] as [string, string]),
      );
      await answer;
      stored.push(performance.now() - start);
    }
    return {
      ...figuresOf('open_run_first_ten', first),
      ...figuresOf('open_run', open),
      ...figuresOf('mark', marked),
      ...figuresOf('mark_stored', stored),
    };
  } finally {
    await browser.close();
  }
}

const stage = await openStage({ first: targets * alertsPerTarget, second: 0 });
try {
  const night = await arrangeNight(stage, targets);
  const api = await measureApi(stage, night.runId);
  const page = withoutBrowser ? {} : await measurePage(stage, night);
  const figures = { ...page, ...api };
  if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
  else console.table(figures);
} finally {
  await stage.close();
}
