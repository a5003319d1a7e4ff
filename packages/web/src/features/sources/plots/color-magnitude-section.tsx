import { Box, Skeleton } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { useMemo, useState } from 'react';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { SwitchLine } from '../../../ui/switch-line.tsx';
import { useGetCrossMatchesQuery } from '../../catalogs/catalogs.api.ts';
import { useGetColorMagnitudesQuery } from '../sources.api.ts';
import { type CmdPoint, listCmdPoints } from './color-magnitude.ts';
import { deredden, MAIN_SEQUENCE } from './main-sequence.ts';

const WIDTH = 240;
const HEIGHT = 260;
const FOOT = 28;
const HEAD = 30;
// What stars there are in the Galaxy's neighbourhood, and a little beyond.
const COLORS = { from: -1, to: 5 } as const;
const MAGS = { from: -5, to: 18 } as const;

const x = (color: number) =>
  HEAD + ((color - COLORS.from) / (COLORS.to - COLORS.from)) * (WIDTH - HEAD);
const y = (mag: number) => ((mag - MAGS.from) / (MAGS.to - MAGS.from)) * (HEIGHT - FOOT);
const range = (from: number, to: number, step: number) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_one, index) => from + index * step);

function Grid() {
  const { sky } = useTheme();
  return (
    <g fontSize="11" fill={sky.axis} stroke={sky.grid}>
      {range(COLORS.from, COLORS.to, 1).map((color) => (
        <g key={color}>
          <path d={`M${x(color)} 0V${HEIGHT - FOOT}`} />
          <text x={x(color)} y={HEIGHT - FOOT + 12} textAnchor="middle" stroke="none">
            {color}
          </text>
        </g>
      ))}
      {range(MAGS.from, MAGS.to, 5).map((mag) => (
        <g key={mag}>
          <path d={`M${HEAD} ${y(mag)}H${WIDTH}`} />
          <text x={HEAD - 4} y={y(mag) + 9} textAnchor="end" stroke="none">
            {mag}
          </text>
        </g>
      ))}
      <text x={WIDTH} y={HEIGHT - 2} textAnchor="end" stroke="none">
        BP − RP, mag
      </text>
      <text x={HEAD + 4} y={HEIGHT - FOOT - 5} stroke="none">
        M_G, mag
      </text>
    </g>
  );
}

/** Where dwarf stars are, for comparison. */
function MainSequence() {
  const { sky, palette } = useTheme();
  const path = MAIN_SEQUENCE.map(({ color, absMag }) => `${x(color)} ${y(absMag)}`).join('L');
  return (
    <g fontSize="9" fill={palette.text.secondary}>
      <path d={`M${path}`} fill="none" stroke={sky.axis} strokeWidth="5" strokeOpacity="0.35" />
      {MAIN_SEQUENCE.filter(({ type }) => type.endsWith('0')).map(({ type, color, absMag }) => (
        <text key={type} x={x(color) + 5} y={y(absMag) - 3}>
          {type}
        </text>
      ))}
    </g>
  );
}

function Plot({ points }: { readonly points: readonly CmdPoint[] }) {
  const { palette } = useTheme();
  const words = points.map(({ name, color, absMag }) => {
    return `${name}: BP − RP ${color.toFixed(2)}, M_G ${absMag.toFixed(2)}`;
  });
  return (
    <>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Colour and absolute magnitude. ${words.join('; ')}`}
        style={{ width: '100%', maxWidth: 300, display: 'block' }}
      >
        <Grid />
        <MainSequence />
        {points.map(({ name, color, absMag, absMagErr }) => (
          <g key={name} stroke={palette.primary.main} fill={palette.primary.main}>
            {absMagErr !== null && (
              <path d={`M${x(color)} ${y(absMag - absMagErr)}V${y(absMag + absMagErr)}`} />
            )}
            <circle cx={x(color)} cy={y(absMag)} r="4">
              <title>{name}</title>
            </circle>
          </g>
        ))}
      </svg>
      <Box component="ul" sx={{ m: 0, pl: 2, fontSize: 12, color: 'text.secondary' }}>
        {words.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </Box>
    </>
  );
}

type ColorMagnitudeProps = {
  readonly objId: string;
  /** E(B−V) of the Milky Way here; null: there is no map of it. */
  readonly ebv: number | null;
};

/** Where the star at this place is in the colour–magnitude diagram. */
export function ColorMagnitudeSection({ objId, ebv }: ColorMagnitudeProps) {
  const [isDereddened, setDereddened] = useState(false);
  const neighbours = useGetCrossMatchesQuery(objId);
  const annotated = useGetColorMagnitudesQuery(objId);
  const points = useMemo(
    () => listCmdPoints(neighbours.currentData ?? [], annotated.currentData ?? []),
    [neighbours.currentData, annotated.currentData],
  );
  const error = neighbours.error ?? annotated.error;
  if (error !== undefined) {
    const retry = () => {
      void neighbours.refetch();
      void annotated.refetch();
    };
    return <ErrorNotice what="No diagram" error={error} onRetry={retry} />;
  }
  if (neighbours.currentData === undefined || annotated.currentData === undefined) {
    return <Skeleton variant="rounded" height={120} />;
  }
  if (points.length === 0) {
    return (
      <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
        No star of Gaia here whose parallax tells its distance.
      </Box>
    );
  }
  const dust = isDereddened ? (ebv ?? 0) : 0;
  return (
    <>
      {ebv !== null && (
        <SwitchLine
          label={`Without the Milky Way’s dust, E(B−V) ${ebv.toFixed(3)}`}
          title="All of the dust along the line of sight: a near star has less before it"
          isOn={isDereddened}
          onToggle={setDereddened}
        />
      )}
      <Plot points={points.map((point) => deredden(point, dust))} />
      <Box sx={{ fontSize: 11, color: 'text.secondary', pt: 0.5 }}>
        Grey: dwarf stars of the neighbourhood, Pecaut & Mamajek 2013, ApJS 208, 9
      </Box>
    </>
  );
}
