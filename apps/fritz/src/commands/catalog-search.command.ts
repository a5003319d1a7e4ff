import { type CatalogMatch, findCatalog, pgTypes, searchCatalog, withClient } from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { dateToMjd, parseDec, parseRa } from '@fritz/sky';
import { Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { wholeNumber } from '../cli/option-parsers.ts';
import { withDatabase } from '../cli/with-database.ts';
import { UserError } from '../user-error.ts';
import { julianYear, matchRadius } from './catalog-options.ts';

interface SearchOptions {
  readonly radius?: number;
  readonly epoch?: number;
  readonly max: number;
  readonly json?: true;
}

export function catalogSearchCommand(context: CommandContext): Command {
  return new Command('search')
    .summary('the objects of a catalog around a place, the nearest first')
    .description(
      'Distances are exact. Stars are looked for where they are today, or at --epoch, if the ' +
        'catalog knows their motions. Mounted catalogs are searched where they lie.',
    )
    .argument('<name>', 'as fritz catalog list shows it')
    .argument('<ra>', 'degrees, or hh:mm:ss', rightAscension)
    .argument('<dec>', 'degrees, or ±dd:mm:ss (after -- where it is negative)', declination)
    .option('--radius <arcsec>', 'default that of the catalog’s matches', matchRadius)
    .option('--epoch <year>', 'a Julian year', julianYear)
    .option('--max <n>', 'at most so many', wholeNumber(1), 20)
    .option('--json', 'print a list of objects')
    .addHelpText(
      'after',
      examples(
        ['fritz catalog search Gaia_DR3 269.452 4.693 --radius 30', 'around a place'],
        ['fritz catalog search NED --radius 300 -- 00:42:44 -41:16:09', 'a negative declination'],
      ),
    )
    .action(async (name: string, ra: number, dec: number, options: SearchOptions) => {
      const found = await search(context, name, { ra, dec }, options);
      if (options.json) return context.print(stringifyExact(found));
      if (found.length === 0) return context.print('nothing is there');
      for (const { distanceArcsec, document } of found) {
        context.print(`${distanceArcsec.toFixed(3).padStart(9)}″  ${stringifyExact(document)}`);
      }
    });
}

function rightAscension(text: string): number {
  const ra = parseRa(text);
  if (ra !== null) return ra;
  throw new InvalidArgumentError('It must be 0 to 360 degrees, or hh:mm:ss.');
}

function declination(text: string): number {
  const dec = parseDec(text);
  if (dec !== null) return dec;
  throw new InvalidArgumentError('It must be -90 to 90 degrees, or ±dd:mm:ss.');
}

async function search(
  context: CommandContext,
  name: string,
  place: { readonly ra: number; readonly dec: number },
  { radius, epoch, max }: SearchOptions,
): Promise<readonly CatalogMatch[]> {
  const mjd = epoch === undefined ? dateToMjd(new Date()) : 51544.5 + (epoch - 2000) * 365.25;
  return withDatabase(context, ({ roles }) =>
    withClient({ ...roles.owner, types: pgTypes }, async (client) => {
      const catalog = await findCatalog(client, name);
      if (catalog?.state !== 'ready') {
        throw new UserError(
          `there is no catalog "${name}": fritz catalog list shows what there is.`,
        );
      }
      const query = async <Row extends Record<string, unknown>>(
        text: string,
        values: readonly unknown[],
      ) => (await client.query<Row>(text, [...values])).rows;
      const [found = []] = await searchCatalog(query, catalog, {
        places: [{ ...place, mjd }],
        maxMatches: max,
        ...(radius === undefined ? {} : { radiusArcsec: radius }),
      });
      return found;
    }),
  );
}
