#!/usr/bin/env node
// The way into Fritz from any Node >= 20: installs what is missing, then runs the program on the
// Node that the lockfile pins. Plain JavaScript without dependencies, because nothing else can be
// counted on before the installation.
//
//   node scripts/bootstrap.mjs up               runs apps/fritz/src/main.ts up
//   node scripts/bootstrap.mjs --run file.ts …  runs another TypeScript file of this checkout
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError } from './lib/setup-error.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function parseArguments(args) {
  if (args[0] !== '--run') return { file: join(root, 'apps/fritz/src/main.ts'), rest: args };
  if (args[1] === undefined) throw new SetupError('--run needs the file to run.');
  return { file: resolve(root, args[1]), rest: args.slice(2) };
}

async function main() {
  const version = process.versions.node;
  if (Number(version.split('.')[0]) < 20) {
    throw new SetupError(
      `this is Node ${version}, and Fritz needs 20 or newer (it brings its own 24).`,
    );
  }
  // Loaded after the check: an old Node could not even read these.
  const { ensureInstalled } = await import('./lib/installation.mjs');
  const { findPinnedNode } = await import('./lib/pinned-node.mjs');
  const { runProgram } = await import('./lib/program.mjs');
  const { file, rest } = parseArguments(process.argv.slice(2));
  await ensureInstalled(root);
  await runProgram(root, findPinnedNode(root), file, rest);
}

main().catch((error) => {
  if (!(error instanceof SetupError)) throw error;
  console.error(`fritz: ${error.message}`);
  process.exitCode = 1;
});
