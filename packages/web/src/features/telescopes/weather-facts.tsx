import { Box } from '@mui/material';
import { useState } from 'react';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { useGetWeatherQuery } from './telescopes.api.ts';
import { describeHour, hoursToShow, type WeatherHour } from './weather-words.ts';

const TITLES = ['UTC', 'Clouds', 'Rain', 'Wind', 'Humidity', 'Air'];
/** Until a forecast that is being fetched is asked for again. */
const AGAIN_MS = 3000;
const CELL = { py: 0.25, px: 0.5, textAlign: 'right', whiteSpace: 'nowrap' } as const;

function Hours({ hours }: { readonly hours: readonly WeatherHour[] }) {
  return (
    <Box
      component="table"
      aria-label="The next hours"
      sx={{ width: '100%', borderSpacing: 0, fontSize: 12, fontVariantNumeric: 'tabular-nums' }}
    >
      <thead>
        <Box component="tr" sx={{ color: 'text.secondary' }}>
          {TITLES.map((title) => (
            <Box key={title} component="th" scope="col" sx={{ ...CELL, fontWeight: 400 }}>
              {title}
            </Box>
          ))}
        </Box>
      </thead>
      <tbody>
        {hours.map((hour) => {
          const { time, ...values } = describeHour(hour);
          return (
            <tr key={hour.dt}>
              <Box component="th" scope="row" sx={{ ...CELL, fontWeight: 400 }}>
                {time}
              </Box>
              {Object.entries(values).map(([name, value]) => (
                <Box component="td" key={name} sx={CELL}>
                  {value}
                </Box>
              ))}
            </tr>
          );
        })}
      </tbody>
    </Box>
  );
}

/** The forecast at a telescope, every third hour of the next day. */
export function WeatherFacts({ telescopeId }: { readonly telescopeId: number }) {
  const [isAwaited, setAwaited] = useState(false);
  const { currentData } = useGetWeatherQuery(telescopeId, {
    pollingInterval: isAwaited ? AGAIN_MS : 0,
    skipPollingIfUnfocused: true,
  });
  const isNews = currentData !== undefined && currentData.is_awaited !== isAwaited;
  if (isNews) setAwaited(currentData.is_awaited);
  if (currentData === undefined) return null;
  const { weather, message, source, weather_link: link, weather_retrieved_at: at } = currentData;
  return (
    <Box
      component="section"
      aria-label="Forecast"
      sx={{ mt: 1, pt: 1, borderTop: 1, borderColor: 'divider' }}
    >
      {weather === null ? (
        <Box sx={{ fontSize: 12, color: 'text.secondary' }}>{message}</Box>
      ) : (
        <Hours hours={hoursToShow(weather.hourly)} />
      )}
      <Box sx={{ fontSize: 11, color: 'text.secondary', display: 'flex', gap: 1 }}>
        {source !== null && at !== null && (
          <span>
            {source}, {formatUtc(parseNaiveUtc(at)).slice(11, 16)} UTC
          </span>
        )}
        {link !== null && /^https?:/.test(link) && (
          <a href={link} target="_blank" rel="noreferrer">
            Weather at the site
          </a>
        )}
      </Box>
    </Box>
  );
}
