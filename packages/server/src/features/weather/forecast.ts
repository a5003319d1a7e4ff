import type { routes, Static } from '@fritz/contract';
import type { AddressGuard } from '../../outbound/address-guard.ts';
import { guardedGet } from '../../outbound/guarded-get.ts';
import { demandHere, OutsideCache } from '../../outbound/outside-cache.ts';

type Weather = NonNullable<Static<typeof routes.getWeather.response>['weather']>;
type Hour = Weather['current'];

/** What a provider said, and when. */
export interface Forecast {
  weather: Weather;
  retrievedAt: Date;
}

/** A place on Earth. */
export interface ForecastSite {
  latDeg: number;
  lonDeg: number;
  elevationM: number | null;
}

/** Where forecasts come from. */
export interface ForecastProvider {
  /** Whose they are, for people. */
  readonly source: string;
  /** A forecast that came; the first who wants it has it fetched. @throws FritzError outside_… */
  forecast(site: ForecastSite): Forecast;
}

/** What is asked for, in Open-Meteo's words. */
const names = [
  'temperature_2m',
  'relative_humidity_2m',
  'cloud_cover',
  'wind_speed_10m',
  'wind_gusts_10m',
  'precipitation_probability',
] as const;

const hourS = 3600;
const kelvin = 273.15;

/** Forecasts of a service that speaks as Open-Meteo does. */
export class OpenMeteo implements ForecastProvider {
  readonly source: string;
  readonly #url: string;
  readonly #guard: AddressGuard;
  readonly #now: () => Date;
  readonly #kept: OutsideCache<Forecast>;

  constructor(url: string, guard: AddressGuard, now: () => Date) {
    this.#url = url;
    this.source = new URL(url).hostname;
    this.#guard = guard;
    this.#now = now;
    const limits = { maxSize: 2000, keptMs: hourS * 1000, failureMs: 60_000, maxAtOnce: 2 };
    this.#kept = new OutsideCache(limits, () => 1, now);
  }

  forecast(site: ForecastSite): Forecast {
    const url = forecastUrl(this.#url, site);
    return demandHere(this.#kept.look(url.href, () => this.#fetch(url)));
  }

  async #fetch(url: URL): Promise<Forecast> {
    const asked = { url, timeoutMs: 8000, maxBytes: 500_000 };
    const { status, bytes } = await guardedGet(this.#guard, asked);
    if (status !== 200) throw new Error(`the forecast was answered with ${status}`);
    const said: unknown = JSON.parse(bytes.toString('utf8'));
    return { weather: readForecast(said, this.#now()), retrievedAt: this.#now() };
  }
}

function forecastUrl(base: string, { latDeg, lonDeg, elevationM }: ForecastSite): URL {
  const url = new URL(base);
  const asked = {
    latitude: latDeg.toFixed(4),
    longitude: lonDeg.toFixed(4),
    ...(elevationM === null ? {} : { elevation: elevationM.toFixed(0) }),
    hourly: names.join(','),
    wind_speed_unit: 'ms',
    timeformat: 'unixtime',
    timezone: 'UTC',
    forecast_days: '3',
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return url;
}

/**
 * Two days of hours from this one on, in the words and units of OpenWeather's One Call.
 *
 * @throws Error for what is no forecast, or none of this hour
 */
export function readForecast(said: unknown, now: Date): Weather {
  const hourly = field(said, 'hourly');
  const times = field(hourly, 'time');
  if (!Array.isArray(times) || !times.every(Number.isInteger)) throw new Error('no forecast');
  const columns = new Map(names.map((name) => [name, readColumn(hourly, name)]));
  const at = (name: (typeof names)[number], index: number) => columns.get(name)?.[index] ?? null;
  const beginning = Math.floor(now.getTime() / 1000 / hourS) * hourS;
  const hours = times.map((dt: number, index): Hour => {
    const celsius = at('temperature_2m', index);
    const percent = at('precipitation_probability', index);
    return {
      dt,
      temp: celsius === null ? null : Math.round((celsius + kelvin) * 100) / 100,
      humidity: at('relative_humidity_2m', index),
      clouds: at('cloud_cover', index),
      wind_speed: at('wind_speed_10m', index),
      wind_gust: at('wind_gusts_10m', index),
      pop: percent === null ? null : percent / 100,
    };
  });
  const ahead = hours.filter(({ dt }) => dt >= beginning).slice(0, 48);
  const [current] = ahead;
  if (current === undefined) throw new Error('the forecast ended before this hour');
  return { current, hourly: ahead };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** One value an hour; null where the provider has none. */
function readColumn(hourly: unknown, name: string): readonly (number | null)[] {
  const column = field(hourly, name);
  if (!Array.isArray(column)) return [];
  return column.map((value: unknown) =>
    typeof value === 'number' && Number.isFinite(value) ? value : null,
  );
}
