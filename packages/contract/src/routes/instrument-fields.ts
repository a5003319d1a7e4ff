import { followupApis, followupListeners, instrumentTypes } from '../facilities.ts';
import { datetime, nullable, rowId, Type } from '../schema.ts';

const record = Type.Record(Type.String(), Type.Unknown());

/** What every answer says of an instrument. */
export const instrumentFields = {
  id: rowId('The instrument'),
  name: Type.String({ description: 'Its name; that of its photometry, too' }),
  type: Type.String({ examples: [...instrumentTypes] }),
  band: nullable(Type.String({ description: 'The part of the spectrum in words, e.g. optical' })),
  telescope_id: rowId('Its telescope'),
  filters: Type.Array(Type.String({ examples: ['ztfg'] })),
  sensitivity_data: nullable(record),
  configuration_data: nullable(record),
  api_classname: nullable(Type.String({ examples: [followupApis[0]] })),
  api_classname_obsplan: nullable(Type.String()),
  listener_classname: nullable(Type.String({ examples: [followupListeners[0]] })),
  treasuremap_id: nullable(Type.Integer()),
  tns_id: nullable(Type.Integer()),
  status: Type.Unknown({ description: 'What the facility said of it last' }),
  last_status_update: nullable(datetime('When that was')),
  created_at: datetime('When it was made'),
  modified: datetime('When it was changed'),
};
