// Writes docs/reference/cli.md and configuration.md. With --check it changes nothing and fails when
// they are stale.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cliReference } from './cli-reference.ts';
import { configurationReference } from './configuration-reference.ts';

const folder = new URL('../../../../docs/reference/', import.meta.url);
const pages = { 'cli.md': cliReference(), 'configuration.md': configurationReference() };

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(pages)) {
  const path = fileURLToPath(new URL(name, folder));
  if (readOrEmpty(path) === text) continue;
  if (process.argv.includes('--check')) {
    console.error(
      `docs/reference/${name} is stale: run node apps/fritz/src/reference/write.ts and commit it.`,
    );
    process.exitCode = 1;
  } else {
    writeFileSync(path, text);
    console.log(`wrote docs/reference/${name}`);
  }
}
