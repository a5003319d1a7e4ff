/**
 * Writes packages/contract/generated/openapi.json from the contract, and from that what the clients
 * in clients/ know of the API. `--check` writes nothing and fails when a file is stale.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { openApiDocument, parseExact, routes, stringifyExact } from '@fritz/contract';
import { readOperations } from './clients/openapi-reader.ts';
import { writePython } from './clients/write-python.ts';
import { writeTypeScript } from './clients/write-typescript.ts';

const root = new URL('../', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const document = parseExact(stringifyExact(openApiDocument(routes, version)));
const operations = readOperations(document);

const files: Record<string, string> = {
  'packages/contract/generated/openapi.json': `${JSON.stringify(document, null, 2)}\n`,
  'clients/typescript/generated/operations.ts': writeTypeScript(operations),
  // Long integers are read and written as the server does it.
  'clients/typescript/generated/json.ts': readText('packages/contract/src/json.ts'),
  'clients/python/fritz_client/generated/operations.py': writePython(operations),
  'clients/python/fritz_client/generated/__init__.py': '',
};

function readText(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

function isStale(path: string, text: string): boolean {
  try {
    return readText(path) !== text;
  } catch {
    return true;
  }
}

for (const [path, text] of Object.entries(files)) {
  if (!isStale(path, text)) continue;
  if (process.argv.includes('--check')) {
    console.error(`${path} is stale: run node scripts/openapi.ts`);
    process.exitCode = 1;
    continue;
  }
  const target = new URL(path, root);
  mkdirSync(new URL('.', target), { recursive: true });
  writeFileSync(target, text);
}
