/**
 * How the web app feels on a phone: what `e2e/web-speed/web-speed.ts` says of itself, which stands on the
 * stage of the browser tests.
 *
 * node benchmarks/web.ts [--candidates 500] [--points 10000] [--quick] [--json]
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const script = join(import.meta.dirname, '../e2e/web-speed/web-speed.ts');
const { status } = spawnSync(process.execPath, [script, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
