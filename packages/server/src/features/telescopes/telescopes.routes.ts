import { listAllocations, listInstruments, listTelescopes } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { presentAllocation } from '../allocations/allocations.presenter.ts';
import { presentInstrument } from '../instruments/instruments.presenter.ts';
import { presentNight, presentTelescope } from './telescopes.presenter.ts';
import {
  changeTelescope,
  demandTelescope,
  makeTelescope,
  removeTelescope,
} from './telescopes.service.ts';

export function bindTelescopeRoutes(bind: Binder): void {
  bind.viewer(routes.listTelescopes, async ({ tx, query, context }) => {
    const telescopes = await listTelescopes(tx, {
      ...(query.name === undefined ? {} : { name: query.name }),
      ...(query.latitudeMin === undefined ? {} : { latMin: query.latitudeMin }),
      ...(query.latitudeMax === undefined ? {} : { latMax: query.latitudeMax }),
      ...(query.longitudeMin === undefined ? {} : { lonMin: query.longitudeMin }),
      ...(query.longitudeMax === undefined ? {} : { lonMax: query.longitudeMax }),
    });
    const instruments = new Map((await listInstruments(tx)).map((one) => [one.id, one]));
    const allocations = await listAllocations(tx, { telescopeIds: telescopes.map(({ id }) => id) });
    return telescopes.map((telescope) => ({
      ...presentTelescope(telescope),
      ...presentNight(telescope, context.now()),
      allocations: allocations
        .filter((one) => instruments.get(one.instrument_id)?.telescope_id === telescope.id)
        .map((one) => presentAllocation(one)),
    }));
  });

  bind.viewer(routes.getTelescope, async ({ tx, params, context }) => {
    const telescope = await demandTelescope(tx, params.id);
    const instruments = await listInstruments(tx, { telescopeId: params.id });
    const allocations = await listAllocations(tx, { telescopeIds: [params.id] });
    return {
      ...presentTelescope(telescope),
      ...presentNight(telescope, context.now()),
      instruments: instruments.map(presentInstrument),
      allocations: allocations.map((one) => presentAllocation(one)),
    };
  });

  bind.viewer(routes.createTelescope, async ({ tx, body }) => ({
    id: await makeTelescope(tx, body),
  }));

  bind.viewer(routes.updateTelescope, async ({ tx, params, body }) => {
    await changeTelescope(tx, params.id, body);
    return {};
  });

  bind.viewer(routes.deleteTelescope, async ({ tx, params }) => {
    await removeTelescope(tx, params.id);
    return {};
  });
}
