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
  /** False by `--no-match`. */
  readonly match: boolean;
  readonly json?: true;
}

export function catalogMountCommand(context: CommandContext): Command {
  return new Command('mount')
    .summary('use a HATS catalog where it lies, in a folder or of the web, without loading it')
    .description(
      'Alerts are matched with it as with a loaded one, but slower: load what is small. HATS is Parquet by HEALPix pixel: hats.properties, partition_info.csv and ' +
        'dataset/Norder=…/Dir=…/Npix=….parquet. It must be readable wherever brokers and ' +
        'servers run; of the web it is read by parts. Mount it again when its files have changed.',
    )
    .argument('<name>', 'what it is called from now on')
    .argument(
      '<folder>',
      'the catalog, or the collection whose primary table it is; or its http(s) address',
    )
    .option('--preset <name>', 'what is known of a catalog, or none; default the one of this name')
    .option('--id <column>', 'what tells objects apart: integers or text')
    .option('--ra <column>', 'right ascension (ICRS, degrees); default as the catalog says')
    .option('--dec <column>', 'declination')
    .option('--epoch <year>', 'Julian year of the positions, such as 2016.0', julianYear)
    .option('--radius <arcsec>', 'how far searches reach; default 2, or the preset’s', matchRadius)
    .option('--no-match', 'keep it for searches alone')
    .option('--json', 'print one object: version, rows')
    .addHelpText(
      'after',
      examples(
        ['fritz catalog mount Gaia_DR3 /data/hats/gaia_dr3', 'in place'],
        ['fritz catalog mount Gaia_DR3 https://data.example.org/hats/gaia_dr3', 'of the web'],
      ),
    )
    .action(async (name: string, folder: string, options: MountOptions) => {
      const { preset, id, ra, dec, epoch, radius } = options;
      const request = {
        ...{ name, folder, isMatched: options.match },
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
