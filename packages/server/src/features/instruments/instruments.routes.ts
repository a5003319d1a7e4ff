import {
  countInstrumentFields,
  type InstrumentRow,
  keepInstrumentLog,
  listInstrumentFields,
  listInstrumentLogs,
  listInstruments,
  listTelescopes,
  replaceInstrumentFields,
  setInstrumentStatus,
  type ViewerTx,
} from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { readUtc } from '../../http/fields.ts';
import { FritzError, InvalidRequestError } from '../../http/fritz-error.ts';
import { demandAllocation } from '../allocations/allocations.service.ts';
import { presentTelescope } from '../telescopes/telescopes.presenter.ts';
import { demandTelescope } from '../telescopes/telescopes.service.ts';
import { presentField, presentInstrument, presentLog } from './instruments.presenter.ts';
import {
  changeInstrument,
  demandInstrument,
  demandInstrumentAcl,
  makeInstrument,
  removeInstrument,
} from './instruments.service.ts';

interface Wanted {
  includeGeoJSON?: boolean;
  includeGeoJSONSummary?: boolean;
  includeRegion?: boolean;
}

export function bindInstrumentRoutes(bind: Binder): void {
  bindReads(bind);
  bindLogs(bind);

  bind.viewer(routes.createInstrument, async ({ tx, viewer, body }) => ({
    id: await makeInstrument(tx, viewer, body),
  }));

  bind.viewer(routes.updateInstrument, async ({ tx, viewer, params, body }) => {
    await changeInstrument(tx, viewer, params.id, body);
    return {};
  });

  bind.viewer(routes.deleteInstrument, async ({ tx, viewer, params }) => {
    await removeInstrument(tx, viewer, params.id);
    return {};
  });

  bind.viewer(routes.deleteInstrumentFields, async ({ tx, viewer, params }) => {
    demandInstrumentAcl(viewer);
    await demandInstrument(tx, params.id);
    await replaceInstrumentFields(tx, params.id, []);
    return {};
  });
}

function bindReads(bind: Binder): void {
  bind.viewer(routes.listInstruments, async ({ tx, query }) => {
    const { name } = query;
    const instruments = await listInstruments(tx, name === undefined ? {} : { name });
    const telescopes = new Map((await listTelescopes(tx)).map((one) => [one.id, one]));
    const details = await detailsOf(tx, instruments, query);
    return instruments.flatMap((instrument) => {
      const telescope = telescopes.get(instrument.telescope_id);
      return telescope ? [{ ...details(instrument), telescope: presentTelescope(telescope) }] : [];
    });
  });

  bind.viewer(routes.getInstrument, async ({ tx, params, query }) => {
    const instrument = await demandInstrument(tx, params.id);
    const details = await detailsOf(tx, [instrument], query);
    return {
      ...details(instrument),
      telescope: presentTelescope(await demandTelescope(tx, instrument.telescope_id)),
      number_of_fields: await countInstrumentFields(tx, params.id),
    };
  });
}

/** Presents instruments with what was asked for beyond their columns. */
async function detailsOf(tx: ViewerTx, instruments: readonly InstrumentRow[], wanted: Wanted) {
  const outline = wanted.includeGeoJSON
    ? 'contour'
    : wanted.includeGeoJSONSummary
      ? 'contour_summary'
      : null;
  const ids = instruments.map(({ id }) => id);
  const fields = outline === null ? [] : await listInstrumentFields(tx, ids, outline);
  return (instrument: InstrumentRow) => ({
    ...presentInstrument(instrument),
    ...(wanted.includeRegion ? { region: instrument.region } : {}),
    ...(outline === null
      ? {}
      : {
          fields: fields
            .filter(({ instrument_id }) => instrument_id === instrument.id)
            .map(presentField),
        }),
  });
}

function bindLogs(bind: Binder): void {
  bind.viewer(routes.updateInstrumentStatus, async ({ tx, viewer, params, body }) => {
    demandInstrumentAcl(viewer);
    await demandInstrument(tx, params.id);
    await setInstrumentStatus(tx, params.id, body.status);
    return {};
  });

  bind.viewer(routes.getInstrumentLogs, async ({ tx, params, query }) => {
    await demandInstrument(tx, params.id);
    const from = readUtc('query', 'startDate', query.startDate);
    const to = readUtc('query', 'endDate', query.endDate);
    return (await listInstrumentLogs(tx, params.id, from, to)).map(presentLog);
  });

  bind.viewer(routes.fetchInstrumentLog, async ({ tx, params }) => {
    const { instrument_id: id } = await demandAllocation(tx, params.id);
    const { name } = await demandInstrument(tx, id);
    const message = `${name} has no interface here that gives its logs: send them to instrument/{id}/log.`;
    throw new FritzError('not_configured', { message });
  });

  bind.viewer(routes.addInstrumentLog, async ({ tx, viewer, params, body }) => {
    demandInstrumentAcl(viewer);
    await demandInstrument(tx, params.id);
    const from = readUtc('body', 'start_date', body.start_date);
    const to = readUtc('body', 'end_date', body.end_date);
    if (from > to) {
      const message = 'is not before start_date';
      throw new InvalidRequestError([{ in: 'body', field: 'end_date', message }]);
    }
    return { id: await keepInstrumentLog(tx, params.id, { from, to, log: body.logs }) };
  });
}
