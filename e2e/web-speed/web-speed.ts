/**
 * How the web app feels on a mid-range phone on a slow network: Chromium with a quarter of this machine's
 * speed, 390 × 844 pixels, 1.6 Mbit/s and 150 ms to the server, as Lighthouse has its "slow 4G". A whole
 * Fritz is behind it. Times are told, never asserted.
 *
 * node e2e/web-speed/web-speed.ts [--candidates 500] [--points 10000] [--quick] [--json]
 *
 * --quick: 60 candidates. Needs a Chromium (FRITZ_CHROMIUM).
 *
 * lcp_s, inp_ms, cls: the worst of dashboard, scanning and source. first_load_kb: scripts as they come over
 * the network until the first candidate is there. next_ms: from a key to the next candidate with its images
 * and light curve, 95th of 100. heap_mb: after all candidates were looked at, garbage collected; heap_after_50_mb
 * tells whether it is flat.
 */
import assert from 'node:assert/strict';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { launchBrowser, withoutBrowser } from '../browser/chromium.ts';
import { openStage } from '../browser/stage.ts';
import { addManyPoints } from './many-points.ts';
import { openPhone } from './phone.ts';
import { measureScanning } from './scanning.ts';
import { measureSource } from './source.ts';
import { measureVitals, type Vitals } from './vitals.ts';

const { values } = parseArgs({
  options: {
    candidates: { type: 'string' },
    points: { type: 'string', default: '10000' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const candidates = Number(values.candidates ?? (values.quick ? 60 : 500));
const points = Number(values.points);
assert.ok(Number.isInteger(candidates) && candidates >= 30, '--candidates must be 30 or more');
assert.ok(Number.isInteger(points) && points >= 100, '--points must be 100 or more');
assert.ok(!withoutBrowser, String(withoutBrowser));
const say = (text: string) => {
  if (!values.json) process.stderr.write(`${text}\n`);
};

/** Some half of a simulated night's alerts pass. */
const alertsPerCandidate = 2.2;

const worst = (pages: readonly Vitals[], name: keyof Vitals) =>
  Math.max(...pages.map((page) => page[name]));

async function run(): Promise<Record<string, unknown>> {
  say(`a night with some ${candidates} candidates …`);
  const stage = await openStage({ first: Math.ceil(candidates * alertsPerCandidate), second: 0 });
  const browser = await launchBrowser();
  try {
    const objId = await stage.arrange((client) => addManyPoints(client, points));
    const open = (path: string) => openPhone(browser, stage, path);
    say('first visit …');
    const scanning = await measureVitals(open, '/candidates', 'article canvas');
    say('dashboard …');
    const dashboard = await measureVitals(open, '/', 'main h1, main h2');
    say('source …');
    const source = await measureSource(open, objId);
    say('scanning …');
    const scan = await measureScanning(open, candidates, say);
    const pages = [scanning, dashboard, source.vitals];
    return {
      lcp_s: worst(pages, 'lcp_s'),
      inp_ms: Math.max(worst(pages, 'inp_ms'), scan.inp_ms),
      cls: worst(pages, 'cls'),
      next_ms: scan.next_ms,
      next_median_ms: scan.next_median_ms,
      plot_10k_ms: source.plot_10k_ms,
      pan_fps: source.pan_fps,
      heap_mb: scan.heap_mb,
      heap_after_50_mb: scan.heap_after_50_mb,
      first_load_kb: scanning.script_kb,
      lcp_scanning_s: scanning.lcp_s,
      lcp_dashboard_s: dashboard.lcp_s,
      lcp_source_s: source.vitals.lcp_s,
      looked_at: scan.looked_at,
      points,
      load: Number(loadavg()[0]?.toFixed(2)),
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
    };
  } finally {
    await browser.close();
    await stage.close();
  }
}

const result = await run();
if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
else
  for (const [key, value] of Object.entries(result)) {
    process.stdout.write(`${key.padEnd(20)}${value}\n`);
  }
