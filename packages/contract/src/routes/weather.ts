import { defineRoute } from '../route.ts';
import { closed, datetime, nullable, rowId, Type } from '../schema.ts';

const hour = closed({
  dt: Type.Integer({ description: 'Unix time, seconds' }),
  temp: nullable(Type.Number({ description: 'Kelvin' })),
  humidity: nullable(Type.Number({ description: 'Percent' })),
  clouds: nullable(Type.Number({ description: 'Percent of the sky' })),
  wind_speed: nullable(Type.Number({ description: 'm/s' })),
  wind_gust: nullable(Type.Number({ description: 'm/s' })),
  pop: nullable(Type.Number({ description: 'Probability of precipitation, 0 to 1' })),
});

export const getWeather = defineRoute({
  method: 'GET',
  path: '/api/weather',
  tags: ['telescopes'],
  summary: 'The weather at a telescope, now and for the next two days',
  description:
    'Where the installation has a provider of forecasts; what it said is kept for an hour, and fetched when the first asks, who does not ' +
    'wait for it. Of the first telescope with a place, by name, where none is given. In words and units of ' +
    'OpenWeather’s One Call.',
  query: closed({ telescope_id: Type.Optional(rowId('The telescope')) }),
  response: closed({
    telescope_id: rowId('The telescope'),
    telescope_name: Type.String(),
    telescope_nickname: Type.String(),
    weather_link: nullable(Type.String()),
    weather: nullable(
      closed({
        current: hour,
        hourly: Type.Array(hour, { description: 'From this hour on' }),
      }),
    ),
    weather_retrieved_at: nullable(datetime('When the provider said so')),
    source: nullable(Type.String({ description: 'Whose forecast it is' })),
    message: Type.String({ description: 'Why there is none; else empty' }),
    is_awaited: Type.Boolean({ description: 'It is being fetched: ask again in a few seconds' }),
  }),
});
