import { Box } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { bandSign } from './band-sign.ts';

type BandLegendProps = {
  readonly bands: readonly string[];
  /** Whether there are fluxes below the reference's, drawn as crosses. */
  readonly hasNegative: boolean;
  readonly axisLabel: string;
};

/** Which colour and shape is which band, and what the time axis counts. */
export function BandLegend({ bands, hasNegative, axisLabel }: BandLegendProps) {
  const { sky } = useTheme();
  return (
    <Box sx={{ display: 'flex', gap: 1, fontSize: 11, whiteSpace: 'nowrap' }}>
      {bands.map((band) => (
        <span key={band}>
          <span aria-hidden="true" style={{ color: sky.bands[band] ?? sky.otherBand }}>
            {bandSign(band)}
          </span>{' '}
          {band}
        </span>
      ))}
      {hasNegative && <span>× fainter than reference</span>}
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {axisLabel}
      </Box>
    </Box>
  );
}
