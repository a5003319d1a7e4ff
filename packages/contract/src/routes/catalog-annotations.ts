import { defineRoute } from '../route.ts';
import { closed, objectId, rowId, Type } from '../schema.ts';
import { groupIds } from './notes.ts';

/** Services that SkyPortal asks for what is known of a place; here catalogs that are loaded stand for them. */
export const annotationServices = ['gaia', 'irsa', 'vizier', 'datalab', 'ps1'] as const;

export const annotateFromCatalog = defineRoute({
  method: 'POST',
  path: '/api/sources/{id}/annotations/{service}',
  tags: ['annotations'],
  summary: 'Annotate an object with what a catalog says of its place',
  description:
    'Nothing outside is asked: the answer is from a catalog that is loaded here. Origins and keys are ' +
    'SkyPortal’s. 409 `not_configured` where the catalog is not loaded, 404 where it has nothing there.',
  acl: 'Annotate',
  params: closed({
    id: objectId,
    service: Type.Enum([...annotationServices], { description: 'Which service it stands for' }),
  }),
  body: closed({
    catalog: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description: 'As the service names it, or the name of a catalog that is loaded here',
        examples: ['gaiadr3.gaia_source', 'VII/290'],
      }),
    ),
    crossmatchRadius: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 600, description: 'Arcsec; 2 unless said' }),
    ),
    crossmatchLimmag: Type.Optional(
      Type.Union([Type.Number(), Type.Boolean(), Type.Null()], {
        description: 'Of Gaia, only what is brighter in G; none unless said',
      }),
    ),
    crossmatchNumber: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100,
        description: 'At most so many, the nearest: of Gaia 1 unless said, of PS1 5, else all',
      }),
    ),
    crossmatchMinDetections: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Of PS1, how often it was detected at least' }),
    ),
    group_ids: groupIds('everyone who sees the object'),
  }),
  response: closed({ annotation_ids: Type.Array(rowId('An annotation')) }),
  examples: { body: { crossmatchRadius: 2 }, response: { annotation_ids: [12] } },
});
