import type { Answer } from '../../api/types.ts';
import { MISSING } from '../../format/number.ts';

export type WeatherHour = NonNullable<Answer<'getWeather'>['weather']>['current'];

const ZERO_CELSIUS_K = 273.15;
const STEP = 3;
const MOST_HOURS = 8;

/** Every third hour of the next day: enough to see what a night will be like. */
export function hoursToShow(hours: readonly WeatherHour[]): readonly WeatherHour[] {
  return hours.filter((_hour, index) => index % STEP === 0).slice(0, MOST_HOURS);
}

function written(value: number | null, unit: string, factor = 1): string {
  return value === null ? MISSING : `${Math.round(value * factor)} ${unit}`;
}

/** An hour as the table shows it, column by column. */
export function describeHour({ dt, temp, humidity, clouds, wind_speed: wind, pop }: WeatherHour) {
  return {
    time: new Date(dt * 1000).toISOString().slice(11, 16),
    clouds: written(clouds, '%'),
    rain: written(pop, '%', 100),
    wind: written(wind, 'm/s'),
    humidity: written(humidity, '%'),
    air: written(temp === null ? null : temp - ZERO_CELSIUS_K, '°C'),
  };
}
