import {
  createInstrument,
  deleteInstrument,
  findInstrument,
  findTelescope,
  type InstrumentFields,
  type InstrumentRow,
  replaceInstrumentFields,
  updateInstrument,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { findBandpass } from '@fritz/sky';
import { NotFoundError, PermissionError, refuseField } from '../../http/fritz-error.ts';
import { readFieldOfView } from './field-of-view.ts';

type Body = Static<NonNullable<typeof routes.updateInstrument.body>>;

/** SkyPortal asks for the one permission at the route and for the other at the row: either will do. */
export function demandInstrumentAcl(viewer: Viewer): void {
  const acls = ['Manage instruments', 'Manage allocations', 'System admin'];
  if (!acls.some((acl) => viewer.acls.has(acl))) throw new PermissionError('Manage instruments');
}

/** An instrument that is there. */
export async function demandInstrument(tx: ViewerTx, id: number): Promise<InstrumentRow> {
  const instrument = await findInstrument(tx, id);
  if (instrument === null) throw new NotFoundError('instrument');
  return instrument;
}

/** Makes an instrument, with the fields of its grid where they are given. */
export async function makeInstrument(
  tx: ViewerTx,
  viewer: Viewer,
  body: Static<NonNullable<typeof routes.createInstrument.body>>,
): Promise<number> {
  demandInstrumentAcl(viewer);
  const { region, fields } = readFieldOfView(body);
  const named = {
    ...readFields(body),
    name: body.name.trim(),
    type: body.type,
    telescope_id: body.telescope_id,
  };
  await demandSound(tx, { filters: [], ...named });
  const id = await createInstrument(tx, { ...named, region });
  if (fields !== null) await replaceInstrumentFields(tx, id, fields);
  return id;
}

/** Changes an instrument; what is not named stays, and so does its grid. */
export async function changeInstrument(
  tx: ViewerTx,
  viewer: Viewer,
  id: number,
  body: Body,
): Promise<void> {
  demandInstrumentAcl(viewer);
  const instrument = await demandInstrument(tx, id);
  const { region, fields } = readFieldOfView(body);
  const change = { ...readFields(body), ...(region === null ? {} : { region }) };
  await demandSound(tx, { ...instrument, ...change });
  if (!(await updateInstrument(tx, id, change))) throw new NotFoundError('instrument');
  if (fields !== null) await replaceInstrumentFields(tx, id, fields);
}

/** Deletes an instrument that nothing refers to. */
export async function removeInstrument(tx: ViewerTx, viewer: Viewer, id: number): Promise<void> {
  demandInstrumentAcl(viewer);
  await demandInstrument(tx, id);
  if (!(await deleteInstrument(tx, id))) throw new NotFoundError('instrument');
}

function readFields(body: Body): Partial<InstrumentFields> {
  const { name, band, filters, sensitivity_data, ...rest } = body;
  const { field_data: _1, field_region: _2, field_fov_type: _3, ...same } = rest;
  const { field_fov_attributes: _4, api_classname, api_classname_obsplan, ...others } = same;
  const { listener_classname, ...plain } = others;
  const classnames = { api_classname, api_classname_obsplan, listener_classname };
  return {
    ...plain,
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(band === undefined ? {} : { band: band || null }),
    ...(filters === undefined ? {} : { filters: [...new Set(filters ?? [])] }),
    ...(sensitivity_data === undefined
      ? {}
      : { sensitivity_data: readSensitivity(sensitivity_data) }),
    ...Object.fromEntries(
      Object.entries(classnames).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, value || null]],
      ),
    ),
  };
}

/** Forms send it as text, with quotes of the one or the other kind. */
function readSensitivity(given: Record<string, unknown> | string | null): unknown {
  if (typeof given !== 'string') return given;
  if (given.trim() === '') return null;
  try {
    const value: unknown = JSON.parse(given.replaceAll("'", '"'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below.
  }
  return refuseField('sensitivity_data', 'is an object by filter');
}

/** Refuses filters that are no bands, and sensitivities of filters that the instrument has not. */
async function demandSound(
  tx: ViewerTx,
  fields: Pick<InstrumentFields, 'filters' | 'telescope_id'> & Partial<InstrumentFields>,
): Promise<void> {
  const unknown = fields.filters.filter((name) => findBandpass(name) === null);
  if (unknown.length > 0) refuseField('filters', `there is no band ${unknown.join(', ')}`);
  const sensitive = Object.keys(fields.sensitivity_data ?? {});
  const strange = sensitive.filter((name) => !fields.filters.includes(name));
  if (strange.length > 0) {
    refuseField('sensitivity_data', `the instrument has no filter ${strange.join(', ')}`);
  }
  if ((await findTelescope(tx, fields.telescope_id)) === null) {
    refuseField('telescope_id', `there is no telescope ${fields.telescope_id}`);
  }
}
