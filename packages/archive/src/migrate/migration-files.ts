import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MigrationError } from './migration-error.ts';

/** One step of the schema, with its way back. */
export interface Migration {
  number: number;
  /** File name without direction, such as 0001_people. */
  name: string;
  up: string;
  /** Null when the step cannot be undone. */
  down: string | null;
  /** SHA-256 of the up file. */
  checksum: string;
}

/** The folder of Fritz's own migrations. */
export const migrationsDir = fileURLToPath(new URL('../../migrations', import.meta.url));

const fileName = /^(\d{4})_([a-z0-9_]+)\.(up|down)\.sql$/;

/**
 * Reads the numbered SQL files of a folder. No number comes twice; some may be left out, for they
 * are given out to those who work at the same time.
 */
export function readMigrations(directory: string = migrationsDir): Migration[] {
  const names = readdirSync(directory).filter((name) => name.endsWith('.sql'));
  for (const name of names) {
    if (!fileName.test(name)) throw badFiles(`${name} is not named like 0001_people.up.sql`);
  }
  const ups = names.filter((name) => name.endsWith('.up.sql')).sort();
  const downs = new Set(names.filter((name) => name.endsWith('.down.sql')));
  let last = 0;
  const migrations = ups.map((upName) => {
    const name = upName.replace(/\.up\.sql$/, '');
    const number = Number(name.slice(0, 4));
    if (number <= last) throw badFiles(`${upName} has the number of the one before`);
    last = number;
    const up = readFileSync(join(directory, upName), 'utf8');
    const downName = `${name}.down.sql`;
    const down = downs.delete(downName) ? readFileSync(join(directory, downName), 'utf8') : null;
    return { number, name, up, down, checksum: createHash('sha256').update(up).digest('hex') };
  });
  for (const name of downs) throw badFiles(`${name} has no up file`);
  return migrations;
}

function badFiles(what: string): MigrationError {
  return new MigrationError('migration_files', `The migrations are out of order: ${what}.`);
}

/** True for a text whose first line asks to run outside a transaction. */
export function isOutsideTransaction(sql: string): boolean {
  return /^\s*--\s*fritz:\s*no-transaction\s*$/.test(sql.split('\n', 1)[0] ?? '');
}

/** One hash for all migrations of a folder, to name what was built from them. */
export function hashMigrations(migrations: Migration[]): string {
  const hash = createHash('sha256');
  for (const { name, checksum } of migrations) hash.update(`${name} ${checksum}\n`);
  return hash.digest('hex').slice(0, 16);
}
