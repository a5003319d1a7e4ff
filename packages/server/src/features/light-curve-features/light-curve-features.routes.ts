import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { presentFeatures, presentFeaturesCsv } from './features.presenter.ts';
import { loadFeatures } from './features.service.ts';
import { type BandSeries, findPeriods, loadSeries } from './periodogram.service.ts';

export function bindLightCurveFeatureRoutes(bind: Binder): void {
  bind.viewer(routes.getFeatures, async ({ tx, params, query, context }) =>
    presentFeatures(await loadFeatures(tx, context, { objId: params.id, ebv: query.ebv ?? null })),
  );

  bind.file(
    routes.exportFeatures,
    async ({ tx, params, query, context }) => ({
      name: `${params.id.replaceAll(/[^\w.-]/g, '_')}-features.csv`,
      csv: presentFeaturesCsv(
        await loadFeatures(tx, context, { objId: params.id, ebv: query.ebv ?? null }),
      ),
    }),
    (reply, { name, csv }) =>
      reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('cache-control', 'no-store')
        .send(csv),
  );

  bind.run(
    routes.getPeriodogram,
    async ({ tx, params, query }) => ({
      objId: params.id,
      bands: await loadSeries(tx, params.id, query.filter ?? null),
      maxFrequency: query.maxFrequency ?? null,
    }),
    async ({ objId, bands, maxFrequency }, { signal }) => {
      const found = await findPeriods(bands, maxFrequency, signal);
      return {
        obj_id: objId,
        bands: bands.map(presentBand),
        max_frequency: found.maxFrequency,
        periods: found.peaks.map(({ frequency, power, chance }) => ({
          period_days: 1 / frequency,
          frequency,
          power,
          false_alarm_probability: chance,
        })),
        spectrum: { frequencies: [...found.frequencies], powers: [...found.powers] },
      };
    },
  );
}

function presentBand({ band, fluxes, series }: BandSeries) {
  return { filter: band, points: series.times.length, fluxes };
}
