import { compileExpression } from '../compile-expression.ts';
import { spend } from '../context.ts';
import type { SetStage } from '../tree.ts';
import { isPlainObject, type PlainObject } from '../values.ts';
import { compileSets, type RunSet } from './compile-sets.ts';
import { fieldAt, withField } from './set-field.ts';

/** Where the alert is; GeoJSON has its longitude from −180 on. */
function placeOf(document: PlainObject): { raDeg: number; decDeg: number } | null {
  const point = fieldAt(document, ['coordinates', 'radec_geojson']);
  const pair: unknown = isPlainObject(point) ? point.coordinates : null;
  if (!Array.isArray(pair)) return null;
  const [longitude, latitude] = pair;
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return null;
  return { raDeg: longitude + 180, decDeg: latitude };
}

/** Adds to each document the rows around it, as the stages behind $geoNear leave them. */
export function compileLookup(stage: Extract<SetStage, { kind: 'lookup' }>): RunSet {
  const { foreign, collection, radiusArcsec, distanceField, distanceScale, as } = stage;
  const run = compileSets(stage.stages);
  const variables = stage.variables.map(({ slot, value }) => {
    return { slot, evaluate: compileExpression(value) };
  });
  return (documents, context) =>
    documents.map((document) => {
      context.root = document;
      for (const { slot, evaluate } of variables) context.slots[slot] = evaluate(context);
      const place = placeOf(document);
      const found = place === null ? [] : foreign.near(collection, place, radiusArcsec);
      spend(context, found.length);
      const near = found.map(({ row, distanceArcsec }) =>
        withField(row, distanceField, distanceArcsec * distanceScale),
      );
      return withField(document, as, run(near, context));
    });
}
