import { Box } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import type { FoundPeriods } from './features.api.ts';

const WIDTH = 600;
const HEIGHT = 120;
const FOOT = 18;

type SpectrumPlotProps = {
  readonly spectrum: FoundPeriods['spectrum'];
  readonly peaks: FoundPeriods['periods'];
};

/** Power against frequency; the highest peak is marked. */
export function SpectrumPlot({ spectrum, peaks }: SpectrumPlotProps) {
  const { sky, palette } = useTheme();
  const { frequencies, powers } = spectrum;
  const top = frequencies.at(-1) ?? 1;
  const x = (frequency: number) => ((frequency / top) * WIDTH).toFixed(1);
  const y = (power: number) => ((1 - Math.max(0, power)) * (HEIGHT - FOOT)).toFixed(1);
  const line = frequencies.map((frequency, i) => `${x(frequency)},${y(powers[i] ?? 0)}`).join(' ');
  const [best] = peaks;
  return (
    <Box sx={{ my: 0.5 }}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Periodogram up to ${top.toFixed(1)} cycles a day`}
        style={{ width: '100%', display: 'block' }}
      >
        <line x1="0" x2={WIDTH} y1={y(0)} y2={y(0)} stroke={sky.grid} />
        <line x1="0" x2={WIDTH} y1={y(1)} y2={y(1)} stroke={sky.grid} />
        {best && (
          <line
            x1={x(best.frequency)}
            x2={x(best.frequency)}
            y1={y(1)}
            y2={y(0)}
            stroke={palette.primary.main}
            strokeDasharray="4 3"
          />
        )}
        <polyline points={line} fill="none" stroke={palette.text.primary} strokeWidth="1" />
        <text x="0" y={HEIGHT - 4} fontSize="11" fill={sky.axis}>
          0
        </text>
        <text x={WIDTH} y={HEIGHT - 4} fontSize="11" fill={sky.axis} textAnchor="end">
          {top.toFixed(1)} cycles per day
        </text>
      </svg>
    </Box>
  );
}
