import {
  type Catalog,
  CatalogError,
  changeMatching,
  type MatchChange,
  pgTypes,
  withClient,
} from '@fritz/archive';
import { Command, Option } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { commaList, positiveNumber, wholeNumber } from '../cli/option-parsers.ts';
import { withDatabase } from '../cli/with-database.ts';
import { UserError } from '../user-error.ts';

interface SetOptions {
  readonly radius?: number;
  readonly fields?: readonly string[];
  readonly where?: string;
  readonly max?: number;
  readonly nearest?: true;
  readonly all?: true;
  readonly motion?: readonly string[];
  readonly epoch?: number;
  readonly matched?: boolean;
  readonly distance?: 'redshift' | 'distance' | 'none';
  readonly redshift?: string;
  readonly mpc?: string;
  readonly json?: true;
}

/** MJD of J2000.0, to the day's half that counts for stars. */
const J2000_MJD = 51_544.5;

export function catalogSetCommand(context: CommandContext): Command {
  return new Command('set')
    .summary('how alerts are matched with a catalog')
    .description('Objects that were matched before are matched anew, by a broker or by `match`.')
    .argument('<name>', 'of the catalog')
    .option('--radius <arcsec>', 'how far', positiveNumber)
    .option(
      '--fields <names>',
      'columns that matches carry, separated by commas; * for all',
      commaList,
    )
    .option(
      '--where <condition>',
      "a condition on the catalog's own fields, as in $match; {} for none",
    )
    .option('--nearest', 'the nearest match alone')
    .option('--max <n>', 'at most so many, the nearest first', wholeNumber(1))
    .option('--all', 'all matches')
    .option('--motion <columns>', 'proper motion, mas/yr: in RA times cos δ, and in Dec', commaList)
    .option('--epoch <year>', 'of the positions, a Julian year such as 2016.0', positiveNumber)
    .addOption(
      new Option('--distance <rule>', 'galaxies reach as far as their distance says').choices([
        'redshift',
        'distance',
        'none',
      ]),
    )
    .option('--redshift <column>', 'for --distance')
    .option('--mpc <column>', 'distances in Mpc, for --distance')
    .option('--matched', 'match alerts with it again')
    .option('--no-matched', 'match alerts with it no longer')
    .option('--json', 'print an object')
    .addHelpText(
      'after',
      examples(
        [
          'fritz catalog set Gaia_DR3 --radius 2 --motion pmra,pmdec --epoch 2016',
          'stars that move',
        ],
        [`fritz catalog set NED --where '{"objtype": "G"}' --max 5`, 'galaxies, five at most'],
      ),
    )
    .action(async (name: string, options: SetOptions) => {
      const catalog = await withDatabase(context, ({ roles }) =>
        withClient({ ...roles.owner, types: pgTypes }, (client) =>
          changeMatching(client, name, changeOf(options)),
        ),
      ).catch((error: unknown) => {
        throw error instanceof CatalogError ? new UserError(`${error.message}.`) : error;
      });
      context.print(options.json ? JSON.stringify(told(catalog)) : describe(catalog));
    });
}

function changeOf(options: SetOptions): MatchChange {
  const { radius, fields, max, motion, epoch, matched, distance } = options;
  if (motion && motion.length !== 2) {
    throw new UserError('--motion takes two columns, such as pmra,pmdec.');
  }
  const [raColumn = '', decColumn = ''] = motion ?? [];
  const most = options.nearest ? 1 : options.all ? null : max;
  return {
    ...(radius === undefined ? {} : { radiusArcsec: radius }),
    ...(epoch === undefined ? {} : { epochMjd: J2000_MJD + (epoch - 2000) * 365.25 }),
    settings: {
      ...(fields ? { projection: fields.includes('*') ? null : fields } : {}),
      ...(options.where === undefined ? {} : { filter: conditionOf(options.where) }),
      ...(most === undefined ? {} : { maxMatches: most }),
      ...(motion ? { properMotion: { raColumn, decColumn } } : {}),
      ...(matched === undefined ? {} : { isMatched: matched ? null : false }),
      ...(distance ? { distance: distanceOf(distance, options) } : {}),
    },
  };
}

function distanceOf(rule: NonNullable<SetOptions['distance']>, { redshift, mpc }: SetOptions) {
  if (rule === 'none') return null;
  if (redshift === undefined && mpc === undefined) {
    throw new UserError('--distance needs --redshift or --mpc: the column that tells it.');
  }
  return {
    rule,
    ...(redshift === undefined ? {} : { redshiftColumn: redshift }),
    ...(mpc === undefined ? {} : { distanceMpcColumn: mpc }),
  };
}

function conditionOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return Object.keys(value).length === 0 ? null : (value as Record<string, unknown>);
    }
  } catch {
    // Said below.
  }
  throw new UserError(`--where takes an object of JSON, such as '{"parallax": {"$gt": 0}}'.`);
}

function told({ name, version, radiusArcsec, epochMjd, settings }: Catalog) {
  return { name, version, radiusArcsec, epochMjd, settings };
}

function describe({ name, radiusArcsec, settings }: Catalog): string {
  if (settings.isMatched === false) return `${name}: alerts are not matched with it`;
  const { maxMatches = null, projection, filter, properMotion, distance } = settings;
  const parts = [
    `${name}: within ${radiusArcsec}″`,
    maxMatches === null
      ? 'all matches'
      : maxMatches === 1
        ? 'the nearest'
        : `at most ${maxMatches}`,
    projection ? `with ${projection.join(', ')}` : 'with all fields',
    ...(filter ? [`where ${JSON.stringify(filter)}`] : []),
    ...(properMotion ? ['at the time of the alert'] : []),
    ...(distance ? [`by ${distance.rule}`] : []),
  ];
  return parts.join(', ');
}
