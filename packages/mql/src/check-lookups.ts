import { findUnknownReads } from './check-paths.ts';
import { MqlError } from './errors.ts';
import { METRES_PER_ARCSEC } from './stages/parse-lookup.ts';
import { suggestName } from './suggest.ts';
import { findLookups, type SetStage, type Stage } from './tree.ts';
import type { FieldType } from './value-types/schema.ts';
import { pathSchemaOf } from './vocabulary.ts';

type LookupStage = Extract<SetStage, { kind: 'lookup' }>;

/** Radii as authors write them are rounded: a millimetre is no wish for more. */
const ROUNDING_M = 1e-3;
const PART = 'cross_matches';

/** What rows of catalogs can be looked up of. */
class Catalogs {
  private readonly fields: readonly FieldType[];
  readonly names: readonly string[];

  constructor(fields: readonly FieldType[]) {
    this.fields = fields;
    this.names = fields.flatMap(({ path, radiusArcsec }) =>
      radiusArcsec === undefined ? [] : [path.slice(PART.length + 1)],
    );
  }

  check(lookup: LookupStage): readonly MqlError[] {
    const { collection, radiusArcsec, at } = lookup;
    const own = this.fields.find(({ path }) => path === `${PART}.${collection}`);
    if (own?.radiusArcsec === undefined) {
      const message = `alerts are not matched with a catalog '${collection}'`;
      return [new MqlError('argument', `${at}.from`, message, this.hintFor(collection))];
    }
    const most = own.radiusArcsec * METRES_PER_ARCSEC;
    if (radiusArcsec * METRES_PER_ARCSEC > most + ROUNDING_M) {
      const message = `alerts are matched with ${collection} within ${own.radiusArcsec}″`;
      const place = `${at}.pipeline.0.$geoNear.maxDistance`;
      // Rounded down, so that what is written as told is taken.
      const metres = Math.floor(most * 1000) / 1000;
      return [new MqlError('argument', place, message, `ask for at most ${metres} metres`)];
    }
    return this.checkRows(lookup);
  }

  private hintFor(collection: string): string {
    const close = suggestName(collection, this.names);
    if (close !== null) return close;
    return this.names.length === 0
      ? 'they are matched with none yet: ask who runs this broker to add it'
      : `they are matched with ${this.names.join(', ')}`;
  }

  /** What its stages read of the rows. */
  private checkRows({ collection, stages, distanceField }: LookupStage): readonly MqlError[] {
    const prefix = `${PART}.${collection}.`;
    const below = this.fields.filter(({ path }) => path.startsWith(prefix));
    const paths = below.map(({ path }) => path.slice(prefix.length));
    return findUnknownReads(stages, pathSchemaOf([...paths, distanceField.join('.')])).map(
      ({ path, place, hint }) => {
        const message = `matches with ${collection} have no field '${path}'`;
        return new MqlError('argument', place, message, hint);
      },
    );
  }
}

/**
 * Look-ups of catalogs that alerts are not matched with, or not as far, or whose matches do not have
 * what is read of them: one 'argument' error each. Where the schema does not list the catalogs
 * nothing is said.
 */
export function checkLookups(
  stages: readonly Stage[],
  fields: readonly FieldType[],
): readonly MqlError[] {
  if (fields.find(({ path }) => path === PART)?.type !== 'object') return [];
  const catalogs = new Catalogs(fields);
  return findLookups(stages).flatMap((lookup) => catalogs.check(lookup));
}
