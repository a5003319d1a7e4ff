// Fails when packages import what the layout does not let them: node scripts/check-walls.ts
import { fileURLToPath } from 'node:url';
import { checkWalls } from './lib/walls.ts';

const breaches = checkWalls(fileURLToPath(new URL('..', import.meta.url)));
for (const breach of breaches) console.error(breach);
if (breaches.length > 0) {
  console.error(`${breaches.length} breach(es); the direction of imports is in DESIGN's layout.`);
  process.exitCode = 1;
}
