import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedServer, startEmbedded } from '../../src/embedded/launcher.ts';

interface Cleaner {
  after(task: () => unknown): void;
}

const cleanups = new WeakMap<Cleaner, (() => unknown)[]>();

/** Runs `task` after the test, the last one given first. */
export function cleanUp(test: Cleaner, task: () => unknown): void {
  const known = cleanups.get(test);
  if (known) {
    known.push(task);
    return;
  }
  const tasks = [task];
  cleanups.set(test, tasks);
  test.after(async () => {
    for (const next of tasks.reverse()) await next();
  });
}

/** A new folder that everyone may enter, removed after the test. */
export function scratchFolder(test: Cleaner): string {
  const folder = mkdtempSync(join(tmpdir(), 'fritz-archive-test-'));
  chmodSync(folder, 0o755);
  cleanUp(test, () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts a server that is stopped before its folder goes. */
export async function scratchServer(
  test: Cleaner,
  dataDir: string,
  onExit?: (error: Error) => void,
): Promise<EmbeddedServer> {
  const server = await startEmbedded({
    dataDir,
    settings: { shared_buffers: '16MB' },
    ...(onExit ? { onExit } : {}),
  });
  cleanUp(test, () => server.stop());
  return server;
}
