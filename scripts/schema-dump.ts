// Writes packages/archive/generated/schema.sql and database.ts from the migrations.
// With --check it changes nothing and fails when they are stale.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dumpSchema, generateTableTypes, withClient } from '@fritz/archive';
import { testDatabase } from '@fritz/testing';

const folder = fileURLToPath(new URL('../packages/archive/generated', import.meta.url));

async function generate(): Promise<Map<string, string>> {
  const database = await testDatabase();
  try {
    return await withClient(database.owner, async (client) => {
      const schema = await dumpSchema(client);
      const types = await generateTableTypes(client);
      return new Map([
        ['schema.sql', schema],
        ['database.ts', types],
      ]);
    });
  } finally {
    await database.drop();
  }
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

mkdirSync(folder, { recursive: true });
for (const [name, text] of await generate()) {
  const path = join(folder, name);
  const isCurrent = readOrEmpty(path) === text;
  if (isCurrent) continue;
  if (process.argv.includes('--check')) {
    console.error(
      `packages/archive/generated/${name} is stale: run node scripts/schema-dump.ts and commit it.`,
    );
    process.exitCode = 1;
  } else {
    writeFileSync(path, text);
    console.log(`wrote packages/archive/generated/${name}`);
  }
}
