import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import {
  deleteSkyMap,
  findSitewideGroup,
  findSkyMap,
  insertSkyMap,
  listSkyMaps,
  prepareSkyMap,
  readSkyMap,
  type SkyMapFile,
  type SkyMapRow,
  type ViewerTx,
} from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { FitsError } from '@fritz/formats';
import { SkyMapError } from '@fritz/sky';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { pickGroup, workAsAdmin } from '../database/pick-group.ts';
import { formatCount, formatTable } from '../terminal/format.ts';
import { UserError } from '../user-error.ts';

interface AddOptions {
  readonly dateobs?: string;
  readonly name?: string;
  readonly tag?: readonly string[];
  readonly alias?: readonly string[];
  readonly group?: readonly string[];
  readonly json?: true;
}

export function skymapCommand(context: CommandContext): Command {
  return new Command('skymap')
    .summary('sky maps of events: add, list, remove')
    .addCommand(addCommand(context))
    .addCommand(listCommand(context))
    .addCommand(removeCommand(context))
    .addHelpText(
      'after',
      examples(
        ['fritz skymap add bayestar.multiorder.fits --tag GW', 'for everybody here'],
        ['fritz skymap list', 'what is there'],
      ),
    );
}

const collect = (value: string, before: readonly string[] = []) => [...before, value];

function addCommand(context: CommandContext): Command {
  return new Command('add')
    .summary('keep a sky map')
    .description(
      'Reads a FITS file, gzipped or not: a HEALPix map of probabilities (BAYESTAR, RING or NESTED, with ' +
        'or without distances), or a multi-order one.',
    )
    .argument('<file>')
    .option('--dateobs <time>', 'when it happened, UTC (default: as the file says)')
    .option('--name <name>', 'its name (default: the file’s)')
    .option('--tag <tag>', 'a tag; may be given several times', collect)
    .option('--alias <alias>', 'another name of the event; may be given several times', collect)
    .option('--group <group>', 'for this group alone; may be given several times', collect)
    .option('--json', 'print an object: id, dateobs, name, areas')
    .addHelpText(
      'after',
      examples(
        ['fritz skymap add bayestar.fits.gz', 'at the time that the file says'],
        [
          'fritz skymap add map.fits --dateobs 2026-11-22T03:14:15 --group Kilonovae',
          'for a group',
        ],
      ),
    )
    .action(async (path: string, options: AddOptions) => {
      const file = readMap(path);
      const dateobs = dateOf(file, options.dateobs);
      const name = options.name ?? basename(path);
      const row = await workAsAdmin(context, (tx) => keep(tx, file, { ...options, dateobs, name }));
      if (options.json) return context.print(stringifyExact(forPrograms(row)));
      context.print(
        `${row.name} of ${timeOf(row)}: ${formatCount(row.cells)} cells, 90 % within ` +
          `${row.area_90_deg2.toPrecision(3)} square degrees`,
      );
    });
}

function readMap(path: string): SkyMapFile {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new UserError(`${path} cannot be read.`, { cause });
  }
  try {
    return readSkyMap(bytes);
  } catch (cause) {
    if (!(cause instanceof FitsError || cause instanceof SkyMapError)) throw cause;
    throw new UserError(`${path} is no sky map: ${cause.message}.`, { cause });
  }
}

function dateOf({ properties }: SkyMapFile, given: string | undefined): Date {
  const text = given ?? properties['DATE-OBS'];
  if (typeof text !== 'string') {
    throw new UserError('the file does not say when it happened: name it by --dateobs.');
  }
  const time = new Date(/(Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`);
  if (!Number.isNaN(time.getTime())) return time;
  throw new UserError(`"${text}" is no time: 2026-11-22T03:14:15 is.`);
}

interface Said {
  readonly dateobs: Date;
  readonly name: string;
  readonly tag?: readonly string[];
  readonly alias?: readonly string[];
  readonly group?: readonly string[];
}

async function keep(tx: ViewerTx, file: SkyMapFile, said: Said): Promise<SkyMapRow> {
  const { dateobs, name } = said;
  if (!/^[^/\p{Cc}]{1,200}$/u.test(name)) throw new UserError(`"${name}" cannot be a name.`);
  if ((await findSkyMap(tx, { dateobs, name })) !== null) {
    throw new UserError(`there is a sky map "${name}" of that time already.`);
  }
  const groupIds: number[] = [];
  for (const group of said.group ?? []) groupIds.push((await pickGroup(tx, group)).id);
  if (groupIds.length === 0) {
    const sitewide = await findSitewideGroup(tx);
    if (sitewide === null) throw new UserError('there is no group of all users: name a --group.');
    groupIds.push(sitewide.id);
  }
  await insertSkyMap(tx, {
    ...{ dateobs, name, triggerId: null, kind: 'fits', groupIds },
    ...{ aliases: said.alias ?? [], tags: said.tag ?? [] },
    prepared: prepareSkyMap(file, [50, 90, 95]),
  });
  const row = await findSkyMap(tx, { dateobs, name });
  if (row === null) throw new Error('the sky map was not kept');
  return row;
}

const timeOf = ({ dateobs }: SkyMapRow): string => dateobs.toISOString().slice(0, -5);

const forPrograms = (row: SkyMapRow) => ({
  id: row.id,
  dateobs: row.dateobs.toISOString().slice(0, -1),
  name: row.name,
  tags: row.tags,
  cells: row.cells,
  area_50: row.area_50_deg2,
  area_90: row.area_90_deg2,
  groups: row.groups.map(({ name }) => name),
});

const MOST_LISTED = 1000;

function listCommand(context: CommandContext): Command {
  return new Command('list')
    .summary('list the sky maps, the newest events first')
    .option('--json', 'print a list of objects')
    .addHelpText('after', examples(['fritz skymap list --json', 'for a program']))
    .action(async ({ json }: { readonly json?: true }) => {
      const { rows } = await workAsAdmin(context, (tx) =>
        listSkyMaps(tx, {}, { limit: MOST_LISTED, offset: 0 }),
      );
      if (json) return context.print(stringifyExact(rows.map(forPrograms)));
      if (rows.length === 0)
        return context.print('there is no sky map: fritz skymap add keeps one');
      const lines = rows.map((row) => [
        timeOf(row),
        row.name,
        row.tags.join(', '),
        formatCount(row.cells),
        row.area_90_deg2.toPrecision(3),
        row.groups.map(({ name }) => name).join(', '),
      ]);
      const head = ['event (UTC)', 'name', 'tags', 'cells', '90 % (deg²)', 'for'];
      context.print(formatTable(head, lines));
    });
}

function removeCommand(context: CommandContext): Command {
  return new Command('remove')
    .summary('remove a sky map')
    .argument('<dateobs>', 'when it happened, as the list has it')
    .argument('<name>')
    .addHelpText(
      'after',
      examples(['fritz skymap remove 2026-11-22T03:14:15 bayestar.fits', 'it is gone']),
    )
    .action(async (time: string, name: string) => {
      const dateobs = new Date(`${time.replace(/Z$/, '')}Z`);
      if (Number.isNaN(dateobs.getTime())) {
        throw new UserError(`"${time}" is no time: 2026-11-22T03:14:15 is.`);
      }
      await workAsAdmin(context, async (tx) => {
        const found = await findSkyMap(tx, { dateobs, name });
        if (found === null) throw new UserError(`there is no sky map "${name}" of ${time}.`);
        await deleteSkyMap(tx, found.id);
      });
      context.print(`${name} is removed`);
    });
}
