import { isEqual } from '../compare.ts';
import { compileExpression } from '../compile-expression.ts';
import { type Context, spend } from '../context.ts';
import { fail } from '../errors.ts';
import type { SetStage } from '../tree.ts';
import type { PlainObject } from '../values.ts';
import { compileSets, type RunSet } from './compile-sets.ts';
import { fieldAt, withField } from './set-field.ts';

type LookupStage = Extract<SetStage, { kind: 'lookup' }>;

const PLACE = ['coordinates', 'radec_geojson'];
const DISTANCE = ['coordinates', 'distance_arcsec'];

/**
 * The rows of a catalog around the alert, the nearest first: what its object was matched with, as its
 * `cross_matches` tell. So a replay finds the rows that the stream found.
 */
function rowsAround(
  { collection, radiusArcsec, distanceField, distanceScale, at }: LookupStage,
  document: PlainObject,
  context: Context,
): readonly PlainObject[] {
  const here = fieldAt(context.alert, PLACE);
  const asked = fieldAt(document, PLACE);
  if (here === undefined || (asked !== here && !isEqual(asked, here))) {
    fail(
      at,
      "rows are looked up around the alert only: coordinates.radec_geojson is not the alert's",
    );
  }
  const matched = fieldAt(context.alert, ['cross_matches', collection]);
  const rows: readonly PlainObject[] = Array.isArray(matched) ? matched : [];
  spend(context, rows.length);
  return rows.flatMap((row) => {
    const distanceArcsec = fieldAt(row, DISTANCE);
    const isNear = typeof distanceArcsec === 'number' && distanceArcsec <= radiusArcsec;
    return isNear ? [withField(row, distanceField, distanceArcsec * distanceScale)] : [];
  });
}

/** Adds to each document the rows around it, as the stages behind $geoNear leave them. */
export function compileLookup(stage: LookupStage): RunSet {
  const run = compileSets(stage.stages);
  const variables = stage.variables.map(({ slot, value }) => {
    return { slot, evaluate: compileExpression(value) };
  });
  return (documents, context) =>
    documents.map((document) => {
      context.root = document;
      for (const { slot, evaluate } of variables) context.slots[slot] = evaluate(context);
      const found = rowsAround(stage, document, context);
      return withField(document, stage.as, run(found, context));
    });
}
