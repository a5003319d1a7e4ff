import {
  createSession,
  type DatabaseRoles,
  ensureSecret,
  hashKey,
  withClient,
} from '@fritz/archive';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { withDatabase } from '../cli/with-database.ts';
import { asAdmin } from '../database/as-admin.ts';
import { type ApiClient, localApi } from '../load/api-client.ts';
import { Journal } from '../migrate-from/journal.ts';
import { migrateSkyportal } from '../migrate-from/migrate-skyportal.ts';
import type { MigrationReport } from '../migrate-from/migration.ts';
import { SkyportalClient } from '../migrate-from/skyportal-client.ts';
import { formatNoun, formatTable } from '../terminal/format.ts';
import { ProgressBar } from '../terminal/progress-bar.ts';
import { UserError } from '../user-error.ts';
import { version } from '../version.ts';

interface MigrateOptions {
  readonly url: string;
  readonly token: string;
  readonly state: string;
  readonly rate: string;
  readonly dryRun?: true;
  readonly json?: true;
}

/** Some things are not taken over. */
const incompleteCode = 2;
/** A large marshal takes days at SkyPortal's rate. */
const keyLifeMs = 14 * 86_400_000;

export function migrateFromCommand(context: CommandContext): Command {
  return new Command('migrate-from')
    .summary('take over what another marshal has')
    .description('Takes over what another marshal has, over its API, as often as it takes.')
    .addCommand(skyportalCommand(context))
    .addHelpText(
      'after',
      examples(['fritz migrate-from skyportal --url … --token … --dry-run', 'what there is']),
    );
}

function skyportalCommand(context: CommandContext): Command {
  return new Command('skyportal')
    .summary('users, groups, filters, sources and what is said of them')
    .description(
      'Reads a running SkyPortal with an administrator’s token and writes users, groups, streams, ' +
        'telescopes, instruments, allocations, taxonomies, filters with their versions, sources, ' +
        'photometry, annotations, comments, classifications, tags and lists through Fritz’s API, ' +
        'each in its author’s name and for the groups that it was for. What is done is noted in a ' +
        'file: run again, it goes on where it was, and nothing is taken twice. Credentials of ' +
        'allocations, attachments of comments and the dates at which things were written stay ' +
        'behind; spectra, requests and runs are counted. The exit code is 0 when all is taken, 2 ' +
        'when some things are not, 1 when the work failed.',
    )
    .requiredOption('--url <url>', 'where SkyPortal is')
    .requiredOption('--token <token>', 'of an administrator there')
    .option('--state <file>', 'what is done', 'skyportal-migration.jsonl')
    .option('--rate <number>', 'requests a second at most', '4')
    .option('--dry-run', 'only count')
    .option('--json', 'print one object: kinds, problems, leftBehind')
    .addHelpText(
      'after',
      examples(
        ['fritz migrate-from skyportal --url https://m.example.org --token $T --dry-run', 'count'],
        ['fritz migrate-from skyportal --url https://m.example.org --token $T', 'or go on'],
      ),
    )
    .action((options: MigrateOptions) => runMigration(context, options));
}

async function runMigration(context: CommandContext, options: MigrateOptions): Promise<void> {
  const requestsPerSecond = Number(options.rate);
  if (!(requestsPerSecond > 0)) throw new UserError('--rate is a number above 0.');
  const isQuiet = options.json === true;
  const bar = new ProgressBar({
    noun: 'things',
    isTerminal: context.isTerminal && !isQuiet,
    write: (text) => void (isQuiet || process.stderr.write(text)),
  });
  const isDryRun = options.dryRun === true;
  const { url, token, state } = options;
  const { signal } = context;
  const report = await withApis(context, (apis) =>
    migrateSkyportal({
      ...apis,
      skyportal: new SkyportalClient({ url, token, requestsPerSecond, signal }),
      journal: new Journal(state, url.replace(/\/+$/, ''), isDryRun),
      isDryRun,
      signal,
      // How much there is, nobody knows before the end.
      onItem: (count) => bar.update({ share: 0, count }),
    }),
  );
  bar.finish();
  if (options.json) context.print(JSON.stringify(report));
  else describe(report).forEach(context.print);
  if (report.problems.length > 0) context.setExitCode(incompleteCode);
}

interface Apis {
  readonly api: ApiClient;
  readonly apiAs: (userId: number) => Promise<ApiClient>;
}

/** The API as the administrator, and as anybody here, with keys that end with the work. */
async function withApis<T>(context: CommandContext, work: (apis: Apis) => Promise<T>): Promise<T> {
  return withDatabase(context, ({ roles }) =>
    asAdmin(
      roles,
      async ({ key }) => {
        const config = context.config();
        const secret = config.secret ?? ensureSecret(config.dataDir);
        const { api, apiAs, close } = await localApi({ roles, key, secret, version });
        const keys = new Map<number, string>();
        const asUser = async (userId: number): Promise<ApiClient> => {
          const known = keys.get(userId) ?? (await openKey(roles, userId));
          keys.set(userId, known);
          return apiAs(known);
        };
        try {
          return await work({ api, apiAs: asUser });
        } finally {
          await close();
          await closeKeys(roles, [...keys.values()]);
        }
      },
      { keyLifeMs },
    ),
  );
}

function openKey(roles: DatabaseRoles, userId: number): Promise<string> {
  const expiresAt = new Date(Date.now() + keyLifeMs);
  return withClient(roles.owner, (client) =>
    createSession(client, { userId, name: 'migration', expiresAt }),
  );
}

async function closeKeys(roles: DatabaseRoles, keys: readonly string[]): Promise<void> {
  await withClient(roles.owner, (client) =>
    client.query('DELETE FROM access_keys WHERE key_hash = ANY($1)', [keys.map(hashKey)]),
  );
}

function describe({ kinds, problems, leftBehind }: MigrationReport): string[] {
  const rows = kinds.map(({ kind, found, made, known, failed }) => [
    kind,
    ...[found, made, known, failed].map(String),
  ]);
  const left = Object.entries(leftBehind).filter(([, count]) => count > 0);
  const lines = [
    formatTable(['kind', 'there', 'taken over', 'here already', 'not taken'], rows),
    ...left.map(([kind, count]) => `${count} ${kind}: not taken over yet`),
  ];
  if (problems.length === 0) return lines;
  return [
    ...lines,
    `${formatNoun(problems.length, 'problem')}:`,
    formatTable(
      ['kind', 'id there', 'what'],
      problems.map(({ kind, id, message }) => [kind, id, message]),
    ),
  ];
}
