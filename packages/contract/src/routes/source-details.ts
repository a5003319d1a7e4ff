import { defineRoute } from '../route.ts';
import { closed, datetime, nullable, objectId, rowId, Type } from '../schema.ts';
import { savedGroup } from './source-fields.ts';

const idParams = closed({ id: objectId });
const tags = ['sources'];
const key = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 200, description }));

const existsQuery = closed({
  ra: Type.Optional(Type.Number({ minimum: 0, maximum: 360, description: 'ICRS, degrees' })),
  dec: Type.Optional(Type.Number({ minimum: -90, maximum: 90, description: 'ICRS, degrees' })),
  radius: Type.Optional(Type.Number({ minimum: 0, maximum: 10, description: 'Degrees' })),
});
const existsResponse = closed({
  source_exists: Type.Boolean(),
  message: Type.String(),
  obj_ids: Type.Array(objectId, { description: 'Those that are meant' }),
});

export const sourceExists = defineRoute({
  method: 'GET',
  path: '/api/source_exists/{id}',
  tags,
  summary: 'Whether there is an object of this name, or around a place, that the viewer sees',
  params: idParams,
  query: existsQuery,
  response: existsResponse,
});

export const sourceExistsAt = defineRoute({
  method: 'GET',
  path: '/api/source_exists',
  tags,
  summary: 'Whether there is an object around a place that the viewer sees',
  query: existsQuery,
  response: existsResponse,
});

export const listSourceGroups = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}/groups',
  tags,
  summary: "The viewer's groups that have saved an object, or are asked to",
  params: idParams,
  response: Type.Array(savedGroup),
});

export const getSourcePosition = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}/position',
  tags,
  summary: 'Where an object is by its detections, weighed by their signal to noise',
  params: idParams,
  response: closed({
    ra: Type.Number({ description: 'ICRS, degrees' }),
    dec: Type.Number({ description: 'ICRS, degrees' }),
    gal_lon: Type.Number(),
    gal_lat: Type.Number(),
    ebv: nullable(Type.Number()),
    separation: Type.Number({ description: "From the object's own place, arcsec" }),
    detections: Type.Integer({ description: 'So many; 0: it is the object’s own place' }),
  }),
});

export const getSourceColorMag = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}/color_mag',
  tags,
  summary: "Colours and absolute magnitudes that a catalog's annotations tell; Gaia's unless said",
  params: idParams,
  query: closed({
    catalog: key('A part of the origin of the annotation'),
    apparentMagKey: key('Mag_G'),
    parallaxKey: key('Plx, mas'),
    absorptionKey: key('A_G'),
    absoluteMagKey: key('In place of an apparent magnitude and a parallax'),
    blueMagKey: key('Mag_Bp'),
    redMagKey: key('Mag_Rp'),
    colorKey: key('In place of two magnitudes'),
  }),
  response: Type.Array(
    closed({
      origin: Type.String(),
      abs_mag: nullable(Type.Number()),
      color: Type.Number(),
    }),
  ),
});

export const getSourceTns = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}/tns',
  tags,
  summary: 'What is known here of an object from the Transient Name Server',
  params: idParams,
  response: closed({
    tns_name: nullable(Type.String()),
    tns_info: nullable(Type.Record(Type.String(), Type.Unknown())),
  }),
});

export const setSourceHost = defineRoute({
  method: 'POST',
  path: '/api/sources/{id}/host',
  tags,
  summary: 'Name the galaxy that an object is in: one of its neighbours in the catalogs',
  acl: 'Upload data',
  params: idParams,
  body: closed({ galaxyName: Type.String({ minLength: 1, maxLength: 200 }) }),
  response: closed({}),
  examples: { body: { galaxyName: 'NGC 1234' } },
});

export const removeSourceHost = defineRoute({
  method: 'DELETE',
  path: '/api/sources/{id}/host',
  tags,
  summary: 'Name no galaxy any more',
  acl: 'Upload data',
  params: idParams,
  response: closed({}),
});

export const deleteObj = defineRoute({
  method: 'DELETE',
  path: '/api/objs/{id}',
  tags,
  summary: 'Delete an object with everything that hangs on it',
  description: 'For System admins, and for who made it while it was saved to his own group alone.',
  params: idParams,
  response: closed({}),
});

const superObj = closed({
  id: rowId('It'),
  name: nullable(Type.String()),
  is_roid: Type.Boolean(),
  created_at: datetime('When it was made'),
  objs: Type.Array(closed({ id: objectId, ra: Type.Number(), dec: Type.Number() }), {
    description: 'Those that the viewer sees',
  }),
});
const superParams = closed({ id: rowId('It') });
const objIds = Type.Array(objectId, { maxItems: 1000 });
const superName = nullable(Type.String({ maxLength: 200, pattern: '\\S' }));

export const listSuperObjs = defineRoute({
  method: 'GET',
  path: '/api/super_objs',
  tags,
  summary: 'Objects that are one thing in the sky, the newest first',
  query: closed({
    name: key('A part of the name'),
    isRoid: Type.Optional(Type.Boolean()),
    objID: Type.Optional(objectId),
    pageNumber: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1 })),
    numPerPage: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  }),
  ignored: { query: ['includeEpochs'] },
  response: closed({
    superObjs: Type.Array(superObj),
    totalMatches: Type.Integer(),
    pageNumber: Type.Integer(),
    numPerPage: Type.Integer(),
  }),
});

export const getSuperObj = defineRoute({
  method: 'GET',
  path: '/api/super_objs/{id}',
  tags,
  summary: 'One of them',
  params: superParams,
  ignored: { query: ['includeEpochs'] },
  response: superObj,
});

export const createSuperObj = defineRoute({
  method: 'POST',
  path: '/api/super_objs',
  tags,
  summary: 'Say that objects are one thing',
  acl: 'Upload data',
  body: closed({
    name: Type.Optional(superName),
    is_roid: Type.Optional(Type.Boolean()),
    obj_ids: Type.Optional(objIds),
  }),
  response: closed({ id: rowId('It') }),
  examples: { body: { name: '2026 AB12', is_roid: true, obj_ids: ['ZTF18aabcvnq'] } },
});

export const updateSuperObj = defineRoute({
  method: 'PATCH',
  path: '/api/super_objs/{id}',
  tags,
  summary: 'Change its name and its objects',
  acl: 'Upload data',
  params: superParams,
  body: closed({
    name: Type.Optional(superName),
    is_roid: Type.Optional(Type.Boolean()),
    obj_ids: Type.Optional(objIds),
    add_obj_ids: Type.Optional(objIds),
    remove_obj_ids: Type.Optional(objIds),
  }),
  response: closed({}),
  examples: { body: { add_obj_ids: ['ZTF18aabcvnq'] } },
});

export const deleteSuperObj = defineRoute({
  method: 'DELETE',
  path: '/api/super_objs/{id}',
  tags,
  summary: 'Say so no longer; the objects stay',
  acl: 'System admin',
  params: superParams,
  response: closed({}),
});
