// The program `fritz`. What it is compiled to is kept, which halves the time of its next start.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Where it cannot be written nothing is kept, and nothing fails.
enableCompileCache(fileURLToPath(new URL('../../../.cache/node', import.meta.url)));
await import('./cli/run-program.ts');
