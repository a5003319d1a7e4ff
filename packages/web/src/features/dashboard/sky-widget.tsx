import { MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router';
import { useGetInstallationQuery } from '../cutouts/installation.api.ts';
import { usePreference } from '../session/use-preference.ts';
import { siteOf } from '../telescopes/night.ts';
import { SkyFacts } from '../telescopes/sky-facts.tsx';
import { type Telescope, useGetTelescopesQuery } from '../telescopes/telescopes.api.ts';
import { WeatherFacts } from '../telescopes/weather-facts.tsx';
import { WidgetBody } from './widget-body.tsx';

/** SkyPortal keeps the telescope of its weather here. */
const PREFERENCE = 'weather';

function chosenId(value: unknown): number | null {
  if (typeof value !== 'object' || value === null || !('telescopeID' in value)) return null;
  return typeof value.telescopeID === 'number' ? value.telescopeID : null;
}

function Chosen({ telescopes }: { readonly telescopes: readonly Telescope[] }) {
  const { value, save } = usePreference(PREFERENCE);
  const [picked, setPicked] = useState<number | null>(null);
  const hasForecasts = useGetInstallationQuery().data?.weather ?? false;
  const wanted = picked ?? chosenId(value);
  const telescope = telescopes.find(({ id }) => id === wanted) ?? telescopes[0];
  const site = telescope && siteOf(telescope);
  const choose = (id: number) => {
    setPicked(id);
    save({ telescopeID: id }).catch(() => undefined);
  };
  return (
    <>
      <TextField
        select
        fullWidth
        label="Telescope"
        value={telescope?.id ?? ''}
        onChange={(event) => choose(Number(event.target.value))}
        sx={{ mb: 1 }}
      >
        {telescopes.map(({ id, name }) => (
          <MenuItem key={id} value={id}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      {site && <SkyFacts site={site} />}
      {site && telescope && hasForecasts && <WeatherFacts telescopeId={telescope.id} />}
    </>
  );
}

/** Sun, Moon and twilights at a telescope of the viewer's choice. */
export function SkyWidget() {
  const { data, error, refetch } = useGetTelescopesQuery();
  return (
    <WidgetBody
      data={data?.filter((telescope) => siteOf(telescope) !== null)}
      error={error}
      what="Telescopes"
      onRetry={() => void refetch()}
      isEmpty={(telescopes) => telescopes.length === 0}
      empty={
        <>
          No telescope with a place is known. <Link to="/telescopes">See the telescopes.</Link>
        </>
      }
    >
      {(telescopes) => <Chosen telescopes={telescopes} />}
    </WidgetBody>
  );
}
