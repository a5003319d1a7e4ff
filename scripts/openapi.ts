/**
 * Writes packages/contract/generated/openapi.json from the contract.
 * `--check` writes nothing and fails when the file is stale.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { openApiDocument, parseExact, routes, stringifyExact } from '@fritz/contract';

const root = new URL('../', import.meta.url);
const target = new URL('packages/contract/generated/openapi.json', root);
const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

const document = parseExact(stringifyExact(openApiDocument(routes, version)));
const text = `${JSON.stringify(document, null, 2)}\n`;

function readTarget(): string {
  try {
    return readFileSync(target, 'utf8');
  } catch {
    return '';
  }
}

if (process.argv.includes('--check')) {
  if (readTarget() !== text) {
    console.error('packages/contract/generated/openapi.json is stale: run node scripts/openapi.ts');
    process.exitCode = 1;
  }
} else {
  mkdirSync(new URL('.', target), { recursive: true });
  writeFileSync(target, text);
}
