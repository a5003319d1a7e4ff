import type { InstrumentFieldRow, InstrumentLogRow, InstrumentRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';

type Instrument = Static<typeof routes.getTelescope.response>['instruments'][number];
type Log = Static<typeof routes.getInstrumentLogs.response>[number];
type Field = NonNullable<Static<typeof routes.getInstrument.response>['fields']>[number];

/** JSON of the database that a check keeps to be an object. */
function record(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? { ...value } : null;
}

export function presentInstrument(row: InstrumentRow): Instrument {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    band: row.band,
    telescope_id: row.telescope_id,
    filters: row.filters,
    sensitivity_data: record(row.sensitivity_data),
    configuration_data: record(row.configuration_data),
    api_classname: row.api_classname,
    api_classname_obsplan: row.api_classname_obsplan,
    listener_classname: row.listener_classname,
    treasuremap_id: row.treasuremap_id,
    tns_id: row.tns_id,
    status: row.status,
    last_status_update: row.status_at && naiveUtc(row.status_at),
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
  };
}

export function presentField({ instrument_id: _, ...field }: InstrumentFieldRow): Field {
  return field;
}

export function presentLog(row: InstrumentLogRow): Log {
  return { ...row, start_date: naiveUtc(row.start_date), end_date: naiveUtc(row.end_date) };
}
