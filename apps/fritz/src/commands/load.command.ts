import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { withAdminApi } from '../cli/with-admin-api.ts';
import { type ApiClient, remoteApi } from '../load/api-client.ts';
import { loadSeed, type SeedReport } from '../load/load-seed.ts';
import { readSeedFile } from '../load/seed-files.ts';
import { formatNoun, formatTable } from '../terminal/format.ts';
import { ProgressBar } from '../terminal/progress-bar.ts';
import { UserError } from '../user-error.ts';

interface LoadOptions {
  readonly server?: string;
  readonly token?: string;
  readonly json?: true;
}

/** Some items are not loaded. */
const incompleteCode = 2;
const keyLifeMs = 6 * 3_600_000;

export function loadCommand(context: CommandContext): Command {
  return new Command('load')
    .summary('load telescopes, instruments, groups, sources … from YAML')
    .description(
      'Reads SkyPortal’s seed format: by endpoint of the API a list of what is posted there, in the ' +
        'order of the files. “=id: NAME” keeps a thing’s id, “=NAME” in a value or an endpoint is it; ' +
        '“file: PATH” stands for a list, the columns of a CSV, or a text. Without an endpoint, a ' +
        'file’s name tells that it has telescopes, instruments or taxonomies. What is there already ' +
        'stays as it is. All of it goes through the API, here as the administrator. The exit code is ' +
        '0 when all is loaded, 2 when some items are not, 1 when the work failed.',
    )
    .argument('<file...>', 'YAML files')
    .option('--server <url>', 'another server than the database here; needs --token')
    .option('--token <token>', 'of whoever loads it there')
    .option('--json', 'print one object: endpoints, failures')
    .addHelpText(
      'after',
      examples(
        ['fritz load telescopes.yaml instruments.yaml', 'with references from one to the other'],
        ['fritz load db_demo.yaml', 'users, groups, sources and what else it has'],
      ),
    )
    .action((paths: string[], options: LoadOptions) => runLoad(context, paths, options));
}

async function runLoad(
  context: CommandContext,
  paths: readonly string[],
  options: LoadOptions,
): Promise<void> {
  const sections = paths.flatMap(readSeedFile);
  const total = sections.reduce((sum, { items }) => sum + items.length, 0);
  const isQuiet = options.json === true;
  const bar = new ProgressBar({
    noun: 'items',
    isTerminal: context.isTerminal && !isQuiet,
    write: (text) => void (isQuiet || process.stderr.write(text)),
  });
  const report = await withApi(context, options, (api) =>
    loadSeed(api, sections, {
      onItem: (count) => bar.update({ share: count / total, count }),
      signal: context.signal,
    }),
  );
  bar.finish();
  if (options.json) context.print(JSON.stringify(report));
  else describe(report).forEach(context.print);
  if (report.failures.length > 0) context.setExitCode(incompleteCode);
}

async function withApi<T>(
  context: CommandContext,
  { server, token }: LoadOptions,
  work: (api: ApiClient) => Promise<T>,
): Promise<T> {
  if (server !== undefined) {
    if (token === undefined) throw new UserError('--server needs a --token of somebody there.');
    return work(remoteApi(server, token));
  }
  return withAdminApi(context, keyLifeMs, ({ api }) => work(api));
}

function describe({ endpoints, failures }: SeedReport): string[] {
  const rows = endpoints.map(({ endpoint, made, known, failed }) =>
    [endpoint, made, known, failed].map(String),
  );
  const lines = [formatTable(['endpoint', 'loaded', 'there already', 'not loaded'], rows)];
  if (failures.length === 0) return lines;
  const why = failures.map(({ endpoint, item, name, message }) => [
    `${endpoint} ${item}`,
    name,
    message,
  ]);
  return [
    ...lines,
    `${formatNoun(failures.length, 'item')} not loaded:`,
    formatTable(['item', 'name', 'why'], why),
  ];
}
