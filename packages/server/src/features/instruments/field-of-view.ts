import { type Outline, outlineAt, outlineBox } from '@fritz/sky';
import { type FieldProblem, InvalidRequestError } from '../../http/fritz-error.ts';
import { RegionError, readRegion } from './ds9-region.ts';
import { readFieldTable } from './field-table.ts';

/** What a request says of an instrument's field of view and grid. */
export interface FieldOfViewRequest {
  field_data?: Record<string, unknown[]> | string | null | undefined;
  field_region?: string | null | undefined;
  field_fov_type?: 'circle' | 'rectangle' | null | undefined;
  field_fov_attributes?: number | number[] | null | undefined;
}

/** The field of view in ds9's words, and the fields of the grid; null: not given. */
export interface FieldOfView {
  region: string | null;
  fields: ReturnType<typeof outlineFields> | null;
}

function problem(field: string, message: string): never {
  const problems: FieldProblem[] = [{ in: 'body', field, message }];
  throw new InvalidRequestError(problems);
}

/** Reads a field of view, and what of the sky each field of the grid covers. */
export function readFieldOfView(request: FieldOfViewRequest): FieldOfView {
  const region = readShape(request);
  const given = request.field_data ?? null;
  if (given === null) return { region, fields: null };
  if (region === null) problem('field_region', 'or field_fov_type is needed with field_data');
  return { region, fields: outlineFields(readFieldTable(given, problem), outlines(region)) };
}

function readShape(request: FieldOfViewRequest): string | null {
  const { field_region: text, field_fov_type: type, field_fov_attributes: sizes } = request;
  if (text && type) problem('field_region', 'and field_fov_type exclude one another');
  if (text) {
    outlines(text);
    return text;
  }
  if (!type) return null;
  const numbers = [sizes ?? []].flat();
  const wanted = type === 'circle' ? 1 : 2;
  if (numbers.length !== wanted || numbers.some((size) => !(size > 0 && size <= 180))) {
    const what = type === 'circle' ? 'the radius' : 'width and height';
    problem('field_fov_attributes', `is ${what} of a ${type}, in degrees`);
  }
  const shape = type === 'circle' ? 'circle' : 'box';
  const list = ['0', '0', ...numbers.map(String)].join(',');
  return `# Region file format: DS9\nicrs\n${shape}(${list}${type === 'circle' ? '' : ',0'})\n`;
}

function outlines(region: string): Outline[] {
  try {
    return readRegion(region);
  } catch (error) {
    if (error instanceof RegionError) problem('field_region', error.message);
    throw error;
  }
}

function outlineFields(
  table: readonly { id: number; ra: number; dec: number }[],
  shape: readonly Outline[],
) {
  const box = outlineBox(shape);
  const geoJson = (parts: readonly Outline[]) => ({
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        properties: {},
        geometry: { type: 'MultiLineString', coordinates: parts },
      },
    ],
  });
  return table.map(({ id, ra, dec }) => ({
    field_id: id,
    ra,
    dec,
    contour: geoJson(shape.map((part) => outlineAt(part, { ra, dec }))),
    contour_summary: geoJson([outlineAt(box, { ra, dec })]),
  }));
}
