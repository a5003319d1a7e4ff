/** Generated catalogs, as dense around the alerts as the real ones are on the sky. */
import { loadCatalog } from '@fritz/archive';
import type { Cell, TableBatch, TableColumn, TableReader } from '@fritz/formats';
import type pg from 'pg';
import { Choices } from '../filters/random.ts';

export interface Place {
  readonly ra: number;
  readonly dec: number;
}

/** Their shares of all rows are about those of the real ones. */
const CATALOGS: readonly (readonly [name: string, share: number, radiusArcsec: number])[] = [
  ['Gaia_EDR3', 18, 2],
  ['PS1_DR1', 22, 2],
  ['PS1_STRM', 18, 2],
  ['AllWISE', 9, 2],
  ['CatWISE2020', 12, 2],
  ['TWOMASS_PSC', 5, 2],
  ['LegacySurveys_DR10', 8, 2],
  ['SDSS_DR17', 4, 2],
  ['GALEX', 2, 3],
  ['milliquas_v8', 0.5, 2],
  ['VSX', 0.5, 2],
  ['DESI_DR1', 0.6, 2],
  ['CLU_20190625', 0.2, 300],
  ['NED_LVS', 0.2, 300],
];

const VALUES = ['mag_g', 'mag_r', 'mag_i', 'mag_z', 'parallax', 'pmra'];
const column = (name: string, type: TableColumn['type']): TableColumn => ({
  ...{ name, type, unit: null, ucd: null, description: null },
});
const COLUMNS: readonly TableColumn[] = [
  column('source_id', 'int8'),
  column('ra', 'float8'),
  column('dec', 'float8'),
  ...VALUES.map((name) => column(name, 'float4')),
];

/** How far from an alert rows lie: at Gaia's density that is as many as are really there. */
const SPREAD_DEG = 60 / 3600;
const ROWS_PER_BATCH = 5_000;

/** A table of rows around places, every so manyth of them on one. */
class GeneratedTable implements TableReader {
  readonly format = 'parquet';
  readonly columns = COLUMNS;
  readonly notes = { warnings: [], epochYear: 2016 };
  readonly placeNoun = 'row';
  readonly rowCount: number;
  private readonly places: readonly Place[];
  private readonly choices: Choices;

  constructor(places: readonly Place[], rows: number, seed: number) {
    this.places = places;
    this.rowCount = rows;
    this.choices = new Choices(seed);
  }

  async *batches(): AsyncIterable<TableBatch> {
    for (let at = 0; at < this.rowCount; at += ROWS_PER_BATCH) {
      const count = Math.min(ROWS_PER_BATCH, this.rowCount - at);
      const numbers = Array.from({ length: count }, (_, index) => at + index);
      const rows = numbers.map((number) => this.row(number));
      yield { rows, places: numbers.map((number) => number + 1), bad: [], records: count };
    }
  }

  private row(number: number): Cell[] {
    const { choices, places } = this;
    const place = places[number % places.length] ?? { ra: 0, dec: 0 };
    const spread = number < places.length ? SPREAD_DEG / 100 : SPREAD_DEG;
    const dec = Math.max(-90, Math.min(90, place.dec + (2 * choices.next() - 1) * spread));
    const width = spread / Math.max(0.01, Math.cos((dec * Math.PI) / 180));
    const ra = (place.ra + (2 * choices.next() - 1) * width + 360) % 360;
    const values = VALUES.map(() => 12 + 12 * choices.next());
    return [4_000_000_000_000_000_000n + BigInt(number), ra, dec, ...values];
  }
}

/** @param rows of all catalogs together */
export async function loadCatalogs(
  owner: pg.Client,
  places: readonly Place[],
  rows: number,
  say: (text: string) => void,
): Promise<void> {
  const shares = CATALOGS.reduce((sum, [, share]) => sum + share, 0);
  for (const [index, [name, share, radiusArcsec]] of CATALOGS.entries()) {
    const count = Math.max(1, Math.round((rows * share) / shares));
    say(`loading ${name}, ${count} rows …`);
    const plan = {
      name,
      files: [{ path: `generated/${name}`, bytes: count, modifiedMs: 0 }],
      columns: COLUMNS,
      position: { idColumn: 'source_id', raColumn: 'ra', decColumn: 'dec', unit: 'degrees' },
      epochMjd: null,
      preset: null,
      radiusArcsec,
      settings: radiusArcsec > 10 ? { maxMatches: 10 } : {},
    } as const;
    await loadCatalog(owner, plan, async () => new GeneratedTable(places, count, index + 1));
  }
}
