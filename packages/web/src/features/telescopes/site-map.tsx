import { sunAltitudeDeg } from '@fritz/sky';
import { Box, useTheme } from '@mui/material';
import { darknessAt, nightOutline, sitesOf } from './night.ts';
import type { Telescope } from './telescopes.api.ts';

const MERIDIANS = [-120, -60, 0, 60, 120];
const PARALLELS = [-60, -30, 0, 30, 60];

type SiteMapProps = {
  readonly telescopes: readonly Telescope[];
  /** UTC. */
  readonly mjd: number;
  /** In a column of a page: words would be too small to be read, and are left out. */
  readonly isSmall?: boolean;
};

function Graticule({ isSmall }: { readonly isSmall: boolean }) {
  const { palette, sky } = useTheme();
  const line = { stroke: palette.divider, strokeWidth: 0.4 };
  return (
    <>
      {MERIDIANS.map((x) => (
        <line key={x} x1={x} x2={x} y1={-90} y2={90} {...line} />
      ))}
      {PARALLELS.map((y) => (
        <line
          key={y}
          x1={-180}
          x2={180}
          y1={y}
          y2={y}
          {...line}
          strokeWidth={y === 0 ? 0.8 : 0.4}
        />
      ))}
      {(isSmall ? [] : MERIDIANS).map((x) => (
        <text key={x} x={x + 1.5} y={88} fontSize={6} fill={sky.axis}>
          {x === 0 ? '0°' : `${Math.abs(x)}°${x < 0 ? 'W' : 'E'}`}
        </text>
      ))}
      {(isSmall ? [] : PARALLELS).map((y) => (
        <text key={y} x={-178} y={y - 1.5} fontSize={6} fill={sky.axis}>
          {y === 0 ? 'Equator' : `${Math.abs(y)}°${y < 0 ? 'N' : 'S'}`}
        </text>
      ))}
    </>
  );
}

/** The Earth with its night, and where the telescopes stand: filled where it is dark. */
export function SiteMap({ telescopes, mjd, isSmall = false }: SiteMapProps) {
  const { palette } = useTheme();
  const night = nightOutline(mjd)
    .map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`)
    .join(' ');
  return (
    <Box
      component="svg"
      viewBox="-180 -90 360 180"
      role="img"
      aria-label="Map of the telescopes, with the night as it is now"
      sx={{ width: '100%', display: 'block', border: 1, borderColor: 'divider', borderRadius: 1 }}
    >
      <rect x={-180} y={-90} width={360} height={180} fill={palette.background.default} />
      <polygon
        points={night}
        fill={palette.text.primary}
        opacity={palette.mode === 'dark' ? 0.12 : 0.18}
      />
      <Graticule isSmall={isSmall} />
      {sitesOf(telescopes).map(({ site, names }) => {
        const isDark = darknessAt(sunAltitudeDeg(site, mjd)) === 'night';
        return (
          <g key={names.join()}>
            <circle
              cx={site.lonDeg}
              cy={-site.latDeg}
              r={isSmall ? 4.5 : 2.8}
              fill={isDark ? palette.primary.main : palette.background.paper}
              stroke={palette.primary.main}
              strokeWidth={1.2}
            />
            {isSmall ? (
              <title>{names.join(', ')}</title>
            ) : (
              <text
                x={site.lonDeg + (site.lonDeg > 100 ? -6 : 6)}
                y={-site.latDeg + 2.5}
                fontSize={7}
                textAnchor={site.lonDeg > 100 ? 'end' : 'start'}
                fill={palette.text.primary}
              >
                {names.join(', ')}
              </text>
            )}
          </g>
        );
      })}
    </Box>
  );
}
