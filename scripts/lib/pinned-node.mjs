import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './setup-error.mjs';

const minimumMajor = 24;

/** Where the `node` package and the platform's own package may hold the binary. */
function candidatePaths(root) {
  const platformNames = ['node', 'node-bin'].map(
    (prefix) => `${prefix}-${process.platform}-${process.arch}`,
  );
  const modules = join(root, 'node_modules');
  return [
    join(modules, 'node', 'bin', 'node'),
    ...platformNames.map((name) => join(modules, 'node', 'node_modules', name, 'bin', 'node')),
    ...platformNames.map((name) => join(modules, name, 'bin', 'node')),
  ];
}

/** The pinned Node's binary, or null when it is not installed. */
export function locatePinnedNode(root) {
  return candidatePaths(root).find((path) => existsSync(path)) ?? null;
}

/** True when the binary runs here: it may be meant for another C library. */
export function canRun(path) {
  return spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** True when the Node that runs this script would do as well. */
export function isOwnNodeEnough() {
  return Number(process.versions.node.split('.')[0]) >= minimumMajor;
}

/** The Node to run Fritz with: the pinned one, else this one when it is new enough. */
export function findPinnedNode(root) {
  const pinned = locatePinnedNode(root);
  if (pinned !== null) return pinned;
  if (isOwnNodeEnough()) return process.execPath;
  throw new SetupError(
    `Node ${minimumMajor} has no build here for ${process.platform}-${process.arch}: ` +
      `install Node ${minimumMajor} or newer yourself and start again with it.`,
  );
}
