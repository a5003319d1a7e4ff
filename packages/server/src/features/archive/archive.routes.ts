import { findRelease, listReleases, summarizeCatalogs } from '@fritz/archive';
import { routes } from '@fritz/contract';
import { SURVEYS } from '@fritz/surveys';
import type { Binder } from '../../http/bind.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { presentCurve, presentRelease } from './archive.presenter.ts';
import { annotateWithFeatures } from './archive-features.service.ts';
import { crossMatch } from './cross-match.service.ts';
import { searchCurves } from './light-curves.service.ts';
import { saveCurves } from './save-curves.service.ts';

/** Names that Kowalski gave the collections of alerts. */
const ALERT_COLLECTIONS: Readonly<Record<string, readonly string[]>> = {
  ztf: ['ZTF_alerts', 'ZTF_alerts_aux'],
  lsst: ['LSST_alerts', 'LSST_alerts_aux'],
  winter: ['WNTR_alerts', 'WNTR_alerts_aux'],
  pgir: ['PGIR_alerts', 'PGIR_alerts_aux'],
};

export function bindArchiveRoutes(bind: Binder): void {
  bind.viewer(routes.searchLightCurves, async ({ tx, query }) => {
    const { catalog = null, limit = 1000 } = query;
    const { curves, cone } = await searchCurves(tx, catalog, query, limit);
    return curves.map((curve) => presentCurve(curve, cone));
  });

  bind.viewer(routes.getArchivedCurve, async ({ tx, params, query }) => {
    const ids = [params.lc_id];
    const { curves } = await searchCurves(tx, query.catalog ?? null, ids, 1);
    if (curves.length === 0) throw new NotFoundError('light curve');
    return curves.map((curve) => presentCurve(curve, null));
  });

  bind.viewer(routes.saveLightCurves, (call) => saveCurves(call, call.body));

  bind.viewer(routes.listArchiveCatalogs, async ({ tx }) => {
    const [catalogs, releases] = [await summarizeCatalogs(tx), await listReleases(tx)];
    const alerts = SURVEYS.flatMap(({ name }) => ALERT_COLLECTIONS[name] ?? []);
    const names = [...catalogs, ...releases].map(({ name }) => name);
    return [...names, ...alerts].toSorted();
  });

  bind.viewer(routes.listArchiveReleases, async ({ tx }) =>
    (await listReleases(tx)).map(presentRelease),
  );

  bind.viewer(routes.crossMatchPlace, ({ tx, query, context }) =>
    crossMatch(tx, query, context.now()),
  );

  bind.viewer(routes.annotateFeatures, async ({ tx, viewer, body }) => {
    const release = await findRelease(tx, 'features', body.catalog ?? null);
    if (release === null) throw new NotFoundError('release of features');
    return { annotation_id: await annotateWithFeatures(tx, viewer, release, body) };
  });
}
