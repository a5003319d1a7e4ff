import { Box, Skeleton } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { useMemo } from 'react';
import type { Source } from '../../../api/types.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { useGetPhotometryQuery } from '../../photometry/photometry.api.ts';
import { type Centroid, halfSideArcsec, measureCentroid } from './centroid.ts';

const SIDE = 240;
const MIDDLE = SIDE / 2;

function describe({ offsets, mean, scatterArcsec }: Centroid): string {
  if (mean === null || scatterArcsec === null) return '';
  const { xArcsec: x, yArcsec: y } = mean;
  const east = `${Math.abs(x).toFixed(2)}″ ${x < 0 ? 'west' : 'east'}`;
  const north = `${Math.abs(y).toFixed(2)}″ ${y < 0 ? 'south' : 'north'}`;
  const count = offsets.length === 1 ? '1 detection' : `${offsets.length} detections`;
  return `${count}: on average ${east}, ${north}; scatter ${scatterArcsec.toFixed(2)}″`;
}

function Plot({ centroid }: { readonly centroid: Centroid }) {
  const { sky, palette } = useTheme();
  const half = halfSideArcsec(centroid.offsets);
  // East is to the left, as on the sky.
  const x = (arcsec: number) => MIDDLE - (arcsec / half) * MIDDLE;
  const y = (arcsec: number) => MIDDLE - (arcsec / half) * MIDDLE;
  return (
    <svg
      viewBox={`0 0 ${SIDE} ${SIDE + 16}`}
      role="img"
      aria-label={`Places of detections. ${describe(centroid)}`}
      style={{ width: '100%', maxWidth: 300, display: 'block' }}
    >
      <rect width={SIDE} height={SIDE} fill="none" stroke={sky.grid} />
      {[0.25, 0.5, 1].map((part) => (
        <circle
          key={part}
          cx={MIDDLE}
          cy={MIDDLE}
          r={MIDDLE * part}
          fill="none"
          stroke={sky.grid}
        />
      ))}
      <path d={`M0 ${MIDDLE}H${SIDE}M${MIDDLE} 0V${SIDE}`} stroke={sky.grid} />
      {centroid.offsets.map((offset) => (
        <circle
          key={offset.key}
          cx={x(offset.xArcsec)}
          cy={y(offset.yArcsec)}
          r="2.6"
          fill={sky.bands[offset.band] ?? sky.otherBand}
          fillOpacity="0.8"
        >
          <title>{`${offset.band}, MJD ${offset.mjd.toFixed(3)}`}</title>
        </circle>
      ))}
      {centroid.mean && (
        <path
          d={`M${x(centroid.mean.xArcsec) - 7} ${y(centroid.mean.yArcsec)}h14m-7 -7v14`}
          stroke={palette.text.primary}
          strokeWidth="1.4"
        />
      )}
      <text x="4" y="12" fontSize="11" fill={sky.axis}>
        N up, E left
      </text>
      <text x="0" y={SIDE + 13} fontSize="11" fill={sky.axis}>
        +{half}″
      </text>
      <text x={SIDE} y={SIDE + 13} fontSize="11" fill={sky.axis} textAnchor="end">
        −{half}″
      </text>
    </svg>
  );
}

/** Where the detections lie about the object's place. */
export function CentroidSection({ source }: { readonly source: Source }) {
  const { id, ra, dec } = source;
  const { currentData, error, refetch } = useGetPhotometryQuery(id);
  const centroid = useMemo(
    () => measureCentroid(currentData ?? [], ra, dec),
    [currentData, ra, dec],
  );
  if (currentData === undefined) {
    return error === undefined ? (
      <Skeleton variant="rounded" height={200} />
    ) : (
      <ErrorNotice what="No places" error={error} onRetry={() => refetch()} />
    );
  }
  if (centroid.mean === null) {
    return (
      <Box sx={{ fontSize: 13, color: 'text.secondary' }}>No detection tells where it was.</Box>
    );
  }
  return (
    <>
      <Plot centroid={centroid} />
      <Box sx={{ fontSize: 12, color: 'text.secondary' }}>{describe(centroid)}</Box>
    </>
  );
}
