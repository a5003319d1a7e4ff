import { stringifyExact } from '@fritz/contract';
import { Command } from 'commander';
import { mountFolder } from '../catalog/mount-folder.ts';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { withDatabase } from '../cli/with-database.ts';
import { formatNoun } from '../terminal/format.ts';
import { julianYear, matchRadius, pickDefined } from './catalog-options.ts';

interface MountOptions {
  readonly preset?: string;
  readonly id?: string;
  readonly ra?: string;
  readonly dec?: string;
  readonly epoch?: number;
  readonly radius?: number;
  readonly json?: true;
}

export function catalogMountCommand(context: CommandContext): Command {
  return new Command('mount')
    .summary('use a HATS catalog where it lies, without loading it')
    .description(
      'For searches: alerts are matched with loaded catalogs alone. HATS is Parquet by HEALPix pixel: hats.properties, partition_info.csv and ' +
        'dataset/Norder=…/Dir=…/Npix=….parquet. The folder must be readable wherever brokers and ' +
        'servers run. Mount it again when its files have changed.',
    )
    .argument('<name>', 'what it is called from now on')
    .argument('<folder>', 'the catalog, or the collection whose primary table it is')
    .option('--preset <name>', 'what is known of a catalog, or none; default the one of this name')
    .option('--id <column>', 'what tells objects apart: integers or text')
    .option('--ra <column>', 'right ascension (ICRS, degrees); default as the catalog says')
    .option('--dec <column>', 'declination')
    .option('--epoch <year>', 'Julian year of the positions, such as 2016.0', julianYear)
    .option('--radius <arcsec>', 'how far searches reach; default 2, or the preset’s', matchRadius)
    .option('--json', 'print one object: version, rows')
    .addHelpText(
      'after',
      examples(['fritz catalog mount Gaia_DR3 /data/hats/gaia_dr3', 'in place']),
    )
    .action(async (name: string, folder: string, options: MountOptions) => {
      const { preset, id, ra, dec, epoch, radius } = options;
      const request = {
        ...{ name, folder },
        ...pickDefined({ preset, id, ra, dec, epochYear: epoch, radiusArcsec: radius }),
      };
      const mounted = await withDatabase(context, ({ roles }) =>
        mountFolder(roles.owner, request, (line) => context.say(`fritz: ${line}`)),
      );
      if (options.json) return context.print(stringifyExact(mounted));
      const { version, rows } = mounted;
      context.print(`${name} version ${version}: ${formatNoun(Number(rows), 'row')} in ${folder}`);
    });
}
