import { readFileSync } from 'node:fs';

/** The version of this Fritz: one for all its packages. */
export const version = readVersion();

function readVersion(): string {
  const url = new URL('../package.json', import.meta.url);
  const manifest: unknown = JSON.parse(readFileSync(url, 'utf8'));
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isManifest ? String(manifest.version) : 'unknown';
}
