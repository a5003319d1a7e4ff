import { Box, Button } from '@mui/material';
import { MONO } from '../../app/theme.ts';
import { formatFixed, formatMag, formatScore, MISSING } from '../../format/number.ts';
import { formatUtc, mjdToDate } from '../../format/time.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { formatWithError } from '../light-curve-features/feature-words.ts';
import { DETECTION_SNR } from '../photometry/light-curve.ts';
import type { PhotometryLine } from './detection-rows.ts';
import type { Column } from './photometry-table.tsx';

const TIME_AND_BAND: readonly Column[] = [
  { title: 'UTC', sortBy: ({ mjd }) => mjd, show: ({ mjd }) => formatUtc(mjdToDate(mjd)) },
  {
    title: 'MJD',
    align: 'right',
    isWideOnly: true,
    sortBy: ({ mjd }) => mjd,
    show: ({ mjd }) => mjd.toFixed(5),
  },
  { title: 'Band', sortBy: ({ band }) => band, show: ({ band }) => band },
];

/** Whether somebody believes it. */
const VERDICT: Column = {
  title: 'Verdict',
  sortBy: ({ verdict }) => verdict,
  show: ({ verdict }) =>
    verdict === null ? (
      MISSING
    ) : (
      <Box
        component="span"
        sx={verdict === 'invalid' ? { color: 'error.main', fontWeight: 650 } : {}}
      >
        {verdict}
      </Box>
    ),
};

/** The magnitude; of a source fainter than in the reference image, its negative flux. */
export function describeMag({ mag, magErr, fluxUjy }: PhotometryLine): string {
  return mag === null && fluxUjy !== null ? `${fluxUjy.toFixed(0)} µJy` : formatMag(mag, magErr);
}

/** Errors of total magnitudes may be of some thousandths. */
function describeTotal({ totalMag, totalMagErr }: PhotometryLine): string {
  if (totalMag === null || totalMagErr === null) return formatMag(totalMag, totalMagErr);
  return formatWithError(totalMag, totalMagErr);
}

/** Columns of the detections; the candid chooses the cutouts. */
export function detectionColumns(onPick: (candid: string) => void): readonly Column[] {
  return [
    ...TIME_AND_BAND,
    { title: 'Mag', align: 'right', sortBy: ({ mag }) => mag, show: describeMag },
    {
      title: 'Total mag',
      align: 'right',
      isWideOnly: true,
      sortBy: ({ totalMag }) => totalMag,
      show: describeTotal,
    },
    { title: 'drb', align: 'right', sortBy: ({ drb }) => drb, show: ({ drb }) => formatScore(drb) },
    {
      title: 'candid',
      show: ({ candid }) =>
        candid === null ? (
          MISSING
        ) : (
          <Box component="span" sx={{ fontFamily: MONO, whiteSpace: 'nowrap' }}>
            <Button
              onClick={() => onPick(String(candid))}
              title="Show its cutouts"
              sx={{ fontFamily: MONO, fontWeight: 400, p: 0, minHeight: '0 !important' }}
            >
              {candid}
            </Button>
            <CopyButton text={String(candid)} label={`Copy ${candid}`} />
          </Box>
        ),
    },
    VERDICT,
  ];
}

/** As the light curve draws it: a magnitude from 3σ on, else the limit. */
export function describeForced(line: PhotometryLine): string {
  const { mag, magErr, snr, limitingMag } = line;
  if (mag !== null && snr !== null && snr >= DETECTION_SNR) return formatMag(mag, magErr);
  return limitingMag === null ? MISSING : `> ${limitingMag.toFixed(2)}`;
}

/** Columns of forced photometry: fluxes, since most are not detections. */
export const FORCED_COLUMNS: readonly Column[] = [
  ...TIME_AND_BAND,
  {
    title: 'Flux / µJy',
    align: 'right',
    sortBy: ({ fluxUjy }) => fluxUjy,
    show: ({ fluxUjy, fluxErrUjy }) =>
      fluxUjy === null ? MISSING : `${fluxUjy.toFixed(1)} ± ${formatFixed(fluxErrUjy, 1)}`,
  },
  {
    title: 'S/N',
    align: 'right',
    sortBy: ({ snr }) => snr,
    show: ({ snr }) => formatFixed(snr, 1),
  },
  {
    title: 'Mag or limit',
    align: 'right',
    show: describeForced,
  },
  VERDICT,
];
