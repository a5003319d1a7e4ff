import {
  BrokerDatabase,
  type Catalog,
  catalogSizes,
  dropCatalog,
  findCatalog,
  listCatalogs,
  listMatchProgress,
  type MatchProgress,
  queryOf,
  withClient,
} from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { Command } from 'commander';
import { catalogPresets } from '../catalog/presets.ts';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { withDatabase } from '../cli/with-database.ts';
import { formatBytes, formatCount, formatNoun, formatTable } from '../terminal/format.ts';
import { UserError } from '../user-error.ts';
import { catalogAddCommand } from './catalog-add.command.ts';
import { catalogMatchCommand } from './catalog-match.command.ts';
import { catalogMountCommand } from './catalog-mount.command.ts';
import { catalogSearchCommand } from './catalog-search.command.ts';
import { catalogSetCommand } from './catalog-set.command.ts';

type OwnerClient = Parameters<Parameters<typeof withClient>[1]>[0];

interface JsonOption {
  readonly json?: true;
}

export function catalogCommand(context: CommandContext): Command {
  return new Command('catalog')
    .summary(
      'catalogs that alerts are matched with: add, mount, list, show, search, set, match, drop',
    )
    .addCommand(catalogAddCommand(context))
    .addCommand(catalogMountCommand(context))
    .addCommand(listCommand(context))
    .addCommand(showCommand(context))
    .addCommand(catalogSearchCommand(context))
    .addCommand(catalogSetCommand(context))
    .addCommand(catalogMatchCommand(context))
    .addCommand(dropCommand(context))
    .addCommand(presetsCommand(context))
    .addHelpText(
      'after',
      examples(
        ['fritz catalog add Gaia_DR3 GaiaSource_*.csv.gz', 'load it'],
        ['fritz catalog list', 'what there is, in which version'],
        ['fritz catalog show Gaia_DR3', 'its columns and how it is matched'],
      ),
    );
}

function withOwner<T>(
  context: CommandContext,
  work: (client: OwnerClient) => Promise<T>,
): Promise<T> {
  return withDatabase(context, ({ roles }) => withClient(roles.owner, work));
}

function listCommand(context: CommandContext): Command {
  return new Command('list')
    .summary('list the catalogs')
    .option('--json', 'print a list of objects')
    .addHelpText('after', examples(['fritz catalog list --json', 'for a program']))
    .action(async (options: JsonOption) => {
      const found = await findCatalogs(context);
      if (options.json) return context.print(stringifyExact(found.map(forPrograms)));
      if (found.length === 0)
        return context.print('there is no catalog: fritz catalog add loads one');
      const rows = found.map((one) => [
        one.name,
        String(one.version),
        formatCount(Number(one.rows)),
        describeRadius(one),
        one.bytes === null ? '' : formatBytes(Number(one.bytes)),
        one.loadedAt?.toISOString().slice(0, 16).replace('T', ' ') ?? '',
        one.location ?? 'loaded',
      ]);
      const head = ['name', 'version', 'rows', 'radius', 'size', 'since (UTC)', 'where'];
      context.print(formatTable(head, rows));
      if (found.some(({ matching }) => matching.length > 0)) {
        context.print('Objects from before are matched by the broker, or by fritz catalog match.');
      }
    });
}

/** A catalog in the list, and how far old objects are matched with it: nothing where all are. */
type ListedCatalog = Catalog & {
  readonly bytes: bigint | null;
  readonly matching: readonly Omit<MatchProgress, 'catalog'>[];
};

function findCatalogs(context: CommandContext): Promise<ListedCatalog[]> {
  return withDatabase(context, async ({ roles }) => {
    // The owner is under the policies on alerts; the broker, whose work it is, is not.
    const broker = new BrokerDatabase(roles.broker, 1);
    const progress = await broker
      .use((client) => listMatchProgress(queryOf(client)))
      .finally(() => broker.close());
    const byName = Map.groupBy(progress, ({ catalog }) => catalog);
    return withClient(roles.owner, async (client) => {
      const sizes = await catalogSizes(client);
      const catalogs = await listCatalogs(client);
      return catalogs.map((one) => {
        const ofCatalog = byName.get(one.name) ?? [];
        const matching = ofCatalog.map(({ catalog: _name, ...rest }) => rest);
        return { ...one, bytes: sizes.get(one.id) ?? null, matching };
      });
    });
  });
}

function describeRadius({ settings, radiusArcsec, matching }: ListedCatalog): string {
  if (settings.isMatched === false) return 'not matched';
  const [done, all] = [sum(matching, 'objects'), sum(matching, 'of')];
  // Not "100 %" while there is something left to do.
  const share =
    all === 0 ? '' : `, ${Math.min(Math.floor((100 * done) / all), 99)} % of old objects`;
  return `${radiusArcsec}″${share}`;
}

function sum(matching: ListedCatalog['matching'], what: 'objects' | 'of'): number {
  return matching.reduce((total, one) => total + Number(one[what]), 0);
}

function forPrograms(catalog: Catalog & { bytes?: bigint | null }) {
  return { ...catalog, loadedAt: catalog.loadedAt?.toISOString() ?? null };
}

function showCommand(context: CommandContext): Command {
  return new Command('show')
    .summary('show one catalog: its columns, and how alerts are matched with it')
    .argument('<name>', 'as fritz catalog list shows it')
    .option('--json', 'print an object')
    .addHelpText('after', examples(['fritz catalog show Gaia_DR3', 'what its matches carry']))
    .action(async (name: string, options: JsonOption) => {
      const catalog = await withOwner(context, (client) => findCatalog(client, name));
      if (catalog?.state !== 'ready') {
        throw new UserError(
          `there is no catalog "${name}": fritz catalog list shows what there is.`,
        );
      }
      if (options.json) return context.print(stringifyExact(forPrograms(catalog)));
      describeCatalog(catalog).forEach(context.print);
    });
}

function describeCatalog(catalog: Catalog): string[] {
  const { settings, epochMjd, columns } = catalog;
  const shown = new Set(settings.projection ?? columns.map(({ name }) => name));
  const epoch =
    epochMjd === null ? '' : `, epoch ${(2000 + (epochMjd - 51544.5) / 365.25).toFixed(2)}`;
  const matched = [
    `within ${catalog.radiusArcsec}″`,
    settings.maxMatches === undefined ? '' : `the nearest ${settings.maxMatches}`,
    settings.properMotion ? 'moved by proper motion' : '',
    settings.distance ? 'nearby galaxies by their distance' : '',
    settings.filter ? `where ${stringifyExact(settings.filter)}` : '',
  ].filter((part) => part !== '');
  return [
    `${catalog.name} version ${catalog.version}: ${formatNoun(Number(catalog.rows), 'row')}` +
      `${catalog.location === null ? '' : `, in ${catalog.location}`}`,
    `id        ${catalog.idColumn ?? 'the number of the record'} (${catalog.idType})`,
    `position  ${catalog.raColumn}, ${catalog.decColumn}${epoch}`,
    `matched   ${settings.isMatched === false ? 'no' : matched.join(', ')}`,
    `preset    ${catalog.preset ?? 'none'}`,
    '',
    formatTable(
      ['column', 'type', 'unit', 'in matches', 'what it is'],
      columns.map(({ name, type, unit, description }) => [
        name,
        type,
        unit ?? '',
        shown.has(name) ? 'yes' : '',
        description?.slice(0, 60) ?? '',
      ]),
    ),
  ];
}

function dropCommand(context: CommandContext): Command {
  return new Command('drop')
    .summary('take a catalog away; matches that were made stay')
    .argument('<name>', 'as fritz catalog list shows it')
    .option('--json', 'print an object: name, version, rows')
    .addHelpText('after', examples(['fritz catalog drop milliquas_v6', 'it is no longer matched']))
    .action(async (name: string, options: JsonOption) => {
      const { version, rows } = await withOwner(context, (client) => dropCatalog(client, name));
      if (options.json) return context.print(stringifyExact({ name, version, rows }));
      context.print(`${name} version ${version} is dropped: ${formatNoun(Number(rows), 'row')}`);
    });
}

function presetsCommand(context: CommandContext): Command {
  return new Command('presets')
    .summary('list what is known of common catalogs')
    .option('--json', 'print a list of objects')
    .addHelpText('after', examples(['fritz catalog presets', 'radii, columns and epochs']))
    .action((options: JsonOption) => {
      if (options.json) return context.print(stringifyExact(catalogPresets));
      const rows = catalogPresets.map((preset) => [
        preset.name,
        `${preset.radiusArcsec}″`,
        [preset.id[0] ?? '(numbered)', preset.ra, preset.dec].join(', '),
        preset.epochYear === undefined ? '' : String(preset.epochYear),
        preset.title,
      ]);
      context.print(formatTable(['name', 'radius', 'id, ra, dec', 'epoch', 'what it is'], rows));
    });
}
