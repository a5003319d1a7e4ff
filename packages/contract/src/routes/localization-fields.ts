import { closed, datetimeInput, nullable, rowId, Type } from '../schema.ts';

/** What is said of a sky map beside its name and time. */
export const moreSkyMapFields = {
  trigger_id: nullable(Type.String()),
  aliases: Type.Array(Type.String()),
  tags: Type.Array(Type.String()),
  kind: Type.Enum(['fits', 'cells', 'cone', 'ellipse', 'polygon'], {
    description: 'What it was made of',
  }),
  properties: Type.Record(Type.String(), Type.Unknown(), {
    description: 'What its file says, by FITS keywords',
  }),
  cells: Type.Integer({ description: 'Cells of the sky with one probability each' }),
  max_order: Type.Integer({ description: 'HEALPix order of the smallest of them' }),
  has_distances: Type.Boolean({ description: 'Whether each tells a distance' }),
  peak: closed({ ra: Type.Number(), dec: Type.Number() }),
  area_50: Type.Number({ description: 'Of the region that holds half, square degrees' }),
  area_90: Type.Number({ description: 'Of the region that holds nine tenths, square degrees' }),
  distmean: nullable(Type.Number({ description: 'Mean distance, Mpc' })),
  diststd: nullable(Type.Number({ description: 'Its standard deviation, Mpc' })),
  sent_by_id: nullable(rowId('Who sent it')),
  groups: Type.Array(
    closed({ id: rowId('A group'), name: Type.String(), nickname: nullable(Type.String()) }),
    { description: 'Whom it is for, of those that the viewer knows of' },
  ),
  can_delete: Type.Boolean({ description: 'Whether the viewer may delete it' }),
};

/** Which part of the sky a search is in, in SkyPortal's words. */
export const inLocalization = {
  localizationDateobs: Type.Optional(
    datetimeInput('Within a sky map: when its event happened; goes with localizationName'),
  ),
  localizationName: Type.Optional(
    Type.String({ minLength: 1, maxLength: 200, description: 'The name of the sky map' }),
  ),
  localizationCumprob: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      maximum: 1,
      description: 'Within the credible region of this probability; 0.95 where none is said',
    }),
  ),
};
