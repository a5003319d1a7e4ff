import { type Database, openSharedDatabase } from '../database/open-database.ts';
import { prepareDatabase } from '../database/prepare-database.ts';
import type { CommandContext } from './context.ts';

/** Runs a tool on a database whose schema is up to date, and lets go of it whatever happens. */
export async function withDatabase<T>(
  context: CommandContext,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  return withRawDatabase(context, async (database) => {
    await prepareDatabase(database);
    return work(database);
  });
}

/** The same without a look at the schema. */
export async function withRawDatabase<T>(
  context: CommandContext,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const onProgress = context.isTerminal
    ? (step: string) => context.say(`fritz: ${step}`)
    : undefined;
  const database = await openSharedDatabase(context.config(), onProgress ? { onProgress } : {});
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
