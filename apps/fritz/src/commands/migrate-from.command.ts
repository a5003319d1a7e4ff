import {
  adoptFollowupDocuments,
  adoptRunDocuments,
  createSession,
  type DatabaseRoles,
  type DatedKind,
  type FirstSaid,
  hashKey,
  keepMigratedDocument,
  listMigratedDocuments,
  type MigratedDocument,
  restoreSaves,
  restoreTimes,
  withClient,
} from '@fritz/archive';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { exitCodeOf } from '../cli/shutdown.ts';
import { withAdminApi } from '../cli/with-admin-api.ts';
import { withDatabase } from '../cli/with-database.ts';
import { asAdmin } from '../database/as-admin.ts';
import type { ApiClient } from '../load/api-client.ts';
import { Journal } from '../migrate-from/journal.ts';
import { migrateSkyportal } from '../migrate-from/migrate-skyportal.ts';
import { describeReport, type MigrationReport } from '../migrate-from/report.ts';
import { SkyportalClient } from '../migrate-from/skyportal-client.ts';
import { ProgressBar } from '../terminal/progress-bar.ts';
import { UserError } from '../user-error.ts';

interface MigrateOptions {
  readonly url: string;
  readonly token: string;
  readonly state: string;
  readonly rate: string;
  readonly dryRun?: true;
  readonly update?: true;
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
    .addCommand(documentsCommand(context))
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
        'photometry, spectra, annotations, comments with their attachments, classifications with ' +
        'their votes, tags and lists through Fritz’s API, each in its author’s name and for the ' +
        'groups that it was for. Follow-up requests, observing runs and assignments are kept as they ' +
        'are (“fritz migrate-from documents”). What is done is noted in a file: stopped by Ctrl-C or ' +
        'a power cut and run again, it goes on where it was, and nothing is taken twice. With ' +
        '--update it looks at everything again: what is new there is taken, what changed there is ' +
        'changed here unless it changed here, too. The exit code is 0 when all is taken, 2 when ' +
        'some things are not or differ, 1 when the work failed, 130 when it was stopped.',
    )
    .requiredOption('--url <url>', 'where SkyPortal is')
    .requiredOption('--token <token>', 'of an administrator there')
    .option('--state <file>', 'what is done', 'skyportal-migration.jsonl')
    .option('--rate <number>', 'requests a second at most', '4')
    .option('--dry-run', 'only count')
    .option('--update', 'look again at what was taken before')
    .option('--json', 'print one object: kinds, notices, leftBehind')
    .addHelpText(
      'after',
      examples(
        ['fritz migrate-from skyportal --url https://m.example.org --token $T --dry-run', 'count'],
        ['fritz migrate-from skyportal --url https://m.example.org --token $T', 'or go on'],
        [
          'fritz migrate-from skyportal --url https://m.example.org --token $T --update',
          'catch up',
        ],
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
  const report = await withApis(context, (apis) => work(context, { apis, options, bar }));
  bar.finish();
  if (options.json) context.print(JSON.stringify(report));
  else describeReport(report).forEach(context.print);
  if (context.signal.aborted) {
    context.say('Stopped. What is done is noted: run it again, and it goes on from here.');
    context.setExitCode(exitCodeOf(context.signal.reason));
  } else if (report.notices.length > 0) context.setExitCode(incompleteCode);
}

/** What came of it, also where it was stopped in the middle. */
async function work(
  context: CommandContext,
  { apis, options, bar }: { apis: Apis; options: MigrateOptions; bar: ProgressBar },
): Promise<MigrationReport> {
  const { url, token, state, rate, dryRun: isDryRun = false, update: isUpdate = false } = options;
  const { signal } = context;
  const requestsPerSecond = Number(rate);
  const { report, done } = migrateSkyportal({
    ...apis,
    skyportal: new SkyportalClient({ url, token, requestsPerSecond, signal }),
    journal: new Journal(state, url.replace(/\/+$/, ''), isDryRun),
    isDryRun,
    isUpdate,
    signal,
    onProgress: (progress) => bar.update(progress),
  });
  await done.catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  if (!isDryRun) await apis.adoptDocuments();
  return report;
}

interface Apis {
  readonly api: ApiClient;
  readonly apiAs: (userId: number) => Promise<ApiClient>;
  readonly keepDocument: (document: MigratedDocument) => Promise<void>;
  readonly restoreTimes: (kind: DatedKind, said: FirstSaid) => Promise<void>;
  readonly restoreSaves: (
    objId: string,
    saves: readonly { groupId: number; savedAt: Date }[],
  ) => Promise<void>;
  /** Makes requests, runs and assignments of what was kept. */
  readonly adoptDocuments: () => Promise<number>;
}

/** The API as the administrator, and as anybody here, with keys that end with the work. */
async function withApis<T>(context: CommandContext, task: (apis: Apis) => Promise<T>): Promise<T> {
  return withAdminApi(context, keyLifeMs, async ({ roles, api, apiAs }) => {
    const keys = new Map<number, string>();
    const asUser = async (userId: number): Promise<ApiClient> => {
      const known = keys.get(userId) ?? (await openKey(roles, userId));
      keys.set(userId, known);
      return apiAs(known);
    };
    const keepDocument = (document: MigratedDocument) =>
      withClient(roles.owner, (client) => keepMigratedDocument(client, document));
    try {
      const adoptDocuments = () =>
        withClient(roles.owner, async (client) => {
          return (await adoptFollowupDocuments(client)) + (await adoptRunDocuments(client));
        });
      return await withClient(roles.owner, (owner) =>
        task({
          api,
          apiAs: asUser,
          keepDocument,
          adoptDocuments,
          restoreTimes: (kind, said) => restoreTimes(owner, kind, said),
          restoreSaves: (objId, saves) => restoreSaves(owner, objId, saves),
        }),
      );
    } finally {
      await closeKeys(roles, [...keys.values()]);
    }
  });
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

function documentsCommand(context: CommandContext): Command {
  return new Command('documents')
    .summary('what was taken over of things that Fritz has no place for yet')
    .description(
      'Prints follow-up requests, observing runs and assignments of the other marshal, one JSON ' +
        'object a line: origin, kind, id there, document, and the ids here of what it refers to.',
    )
    .option('--kind <kind>', 'followup_request, observing_run, assignment …')
    .addHelpText(
      'after',
      examples(['fritz migrate-from documents --kind observing_run', 'every run, as it came']),
    )
    .action((options: { kind?: string }) => printDocuments(context, options.kind ?? null));
}

async function printDocuments(context: CommandContext, kind: string | null): Promise<void> {
  const found = await withDatabase(context, ({ roles }) =>
    asAdmin(roles, (session) => session.run((tx) => listMigratedDocuments(tx, kind))),
  );
  for (const { origin, kind: of, origin_id: id, document, here } of found) {
    const [from, what, name] = [origin, of, id].map((text) => JSON.stringify(text));
    context.print(
      `{"origin":${from},"kind":${what},"id":${name},"document":${document},"here":${here}}`,
    );
  }
}
