import { findTelescope, listTelescopes, type TelescopeRow, type ViewerTx } from '@fritz/archive';
import { naiveUtc, routes, type Static } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import type { Forecast, ForecastProvider, ForecastSite } from './forecast.ts';

type Answer = Static<typeof routes.getWeather.response>;

export function bindWeatherRoutes(bind: Binder): void {
  bind.viewer(routes.getWeather, async ({ tx, query }) =>
    tellWeather(bind.context.forecasts, await findWanted(tx, query.telescope_id ?? null)),
  );
}

async function findWanted(tx: ViewerTx, id: number | null): Promise<TelescopeRow> {
  const found =
    id === null
      ? (await listTelescopes(tx)).find((one) => siteOf(one) !== null)
      : await findTelescope(tx, id);
  if (!found) throw new NotFoundError('telescope');
  return found;
}

function siteOf({ lat, lon, elevation_m, fixed_location }: TelescopeRow): ForecastSite | null {
  if (!fixed_location || lat === null || lon === null) return null;
  return { latDeg: lat, lonDeg: lon, elevationM: elevation_m };
}

/** What the provider says; why nothing, where there is nothing: the page has the rest to show. */
function tellWeather(provider: ForecastProvider | null, telescope: TelescopeRow): Answer {
  const site = siteOf(telescope);
  if (provider === null) {
    return present(telescope, null, 'No provider of forecasts is configured (FRITZ_WEATHER_URL).');
  }
  if (site === null) return present(telescope, null, 'This telescope stands at no place.');
  try {
    return present(telescope, { ...provider.forecast(site), source: provider.source }, '');
  } catch (error) {
    if (!(error instanceof FritzError)) throw error;
    if (error.code === 'outside_awaited') {
      return { ...present(telescope, null, 'The forecast is being fetched.'), is_awaited: true };
    }
    if (error.code !== 'outside_unavailable') throw error;
    return present(telescope, null, 'The provider of forecasts does not answer.');
  }
}

function present(
  { id, name, nickname, weather_link }: TelescopeRow,
  forecast: (Forecast & { source: string }) | null,
  message: string,
): Answer {
  return {
    telescope_id: id,
    telescope_name: name,
    telescope_nickname: nickname,
    weather_link,
    weather: forecast?.weather ?? null,
    weather_retrieved_at: forecast && naiveUtc(forecast.retrievedAt),
    source: forecast?.source ?? null,
    message,
    is_awaited: false,
  };
}
