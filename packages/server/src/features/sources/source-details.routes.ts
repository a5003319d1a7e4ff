import { deleteObj, listAnnotationsOf, listSaved } from '@fritz/archive';
import { routes } from '@fritz/contract';
import { dateToMjd } from '@fritz/sky';
import type { Binder } from '../../http/bind.ts';
import { readUtc } from '../../http/fields.ts';
import { FritzError } from '../../http/fritz-error.ts';
import { colorMagnitudes } from './color-magnitudes.ts';
import { checkSolarSystem } from './solar-system.service.ts';
import { setHost } from './source-edits.service.ts';
import { findExisting, locateSource } from './source-places.service.ts';
import { presentSavedGroup } from './sources.presenter.ts';
import { demandObj } from './sources.service.ts';

export function bindSourceDetailRoutes(bind: Binder): void {
  bind.viewer(routes.sourceExists, async ({ tx, params, query }) =>
    findExisting(tx, params.id, query),
  );
  bind.viewer(routes.sourceExistsAt, async ({ tx, query }) => findExisting(tx, null, query));

  bind.viewer(routes.listSourceGroups, async ({ tx, params }) => {
    await demandObj(tx, params.id);
    return (await listSaved(tx, [params.id], 'both')).map(presentSavedGroup);
  });

  bind.viewer(routes.getSourcePosition, async ({ tx, params, context }) =>
    locateSource(tx, context.dust, await demandObj(tx, params.id)),
  );

  bind.viewer(routes.getSourceColorMag, async ({ tx, params, query }) => {
    await demandObj(tx, params.id);
    return colorMagnitudes(await listAnnotationsOf(tx, 'sources', [params.id]), query);
  });

  bind.viewer(routes.getSourceTns, async ({ tx, params }) => {
    const { tns_name, tns_info } = await demandObj(tx, params.id);
    return { tns_name, tns_info };
  });

  bind.viewer(routes.checkSolarSystem, async ({ tx, params, body }) => {
    const obj = await demandObj(tx, params.id);
    const { date = null, limiting_magnitude: limitingMag = 24, search_radius: arcmin = 1 } = body;
    const mjd = date === null ? null : dateToMjd(readUtc('body', 'date', date));
    return checkSolarSystem(tx, obj, { mjd, limitingMag, radiusArcsec: arcmin * 60 });
  });

  bind.viewer(routes.setSourceHost, async ({ tx, params, body }) => {
    await setHost(tx, params.id, body.galaxyName);
    return {};
  });

  bind.viewer(routes.removeSourceHost, async ({ tx, params }) => {
    await setHost(tx, params.id, null);
    return {};
  });

  bind.viewer(routes.deleteObj, async ({ tx, params }) => {
    await demandObj(tx, params.id);
    if (!(await deleteObj(tx, params.id))) {
      const message = 'Others may have something there: only a System admin deletes this object.';
      throw new FritzError('permission_denied', { message });
    }
    return {};
  });
}
