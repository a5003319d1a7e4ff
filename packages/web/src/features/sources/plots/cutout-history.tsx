import { Box, Button, ButtonBase } from '@mui/material';
import { useState } from 'react';
import { formatUtc, mjdToDate } from '../../../format/time.ts';
import { Cutout } from '../../cutouts/cutout.tsx';
import { CUTOUT_LABELS } from '../../cutouts/cutout-display.ts';
import type { PhotometryLine } from '../detection-rows.ts';
import { describeMag } from '../photometry-columns.tsx';

type CutoutHistoryProps = {
  readonly objId: string;
  readonly survey: string | null;
  /** Newest first. */
  readonly detections: readonly PhotometryLine[];
  readonly shownKey: string | null;
  readonly onPick: (candid: string) => void;
};

const AT_ONCE = 12;
const KIND = 'difference';

/** The difference images one after the other, newest first; one of them is looked at above. */
export function CutoutHistory(props: CutoutHistoryProps) {
  const { objId, survey, detections, shownKey, onPick } = props;
  const [count, setCount] = useState(AT_ONCE);
  const alerts = detections.filter(({ candid }) => candid !== null);
  if (alerts.length === 0) {
    return <Box sx={{ fontSize: 13, color: 'text.secondary' }}>No alert in the archive.</Box>;
  }
  return (
    <>
      <Box
        component="ul"
        aria-label={`${CUTOUT_LABELS[KIND]} images, newest first`}
        sx={{
          listStyle: 'none',
          m: 0,
          p: 0,
          display: 'grid',
          gap: 1,
          gridTemplateColumns: 'repeat(auto-fill, minmax(92px, 1fr))',
        }}
      >
        {alerts.slice(0, count).map((line) => (
          <li key={line.key}>
            <ButtonBase
              onClick={() => onPick(String(line.candid))}
              aria-pressed={line.key === shownKey}
              aria-label={`Look at the ${CUTOUT_LABELS[KIND]} image of ${formatUtc(mjdToDate(line.mjd))}`}
              sx={{
                display: 'block',
                width: '100%',
                borderRadius: 1,
                outline: line.key === shownKey ? '2px solid' : undefined,
                outlineColor: 'primary.main',
              }}
            >
              {line.candid !== null && (
                <Cutout
                  candid={line.candid}
                  objId={objId}
                  kind={KIND}
                  {...(survey === null ? {} : { survey })}
                />
              )}
            </ButtonBase>
            <Box sx={{ fontSize: 11, color: 'text.secondary' }}>
              {formatUtc(mjdToDate(line.mjd)).slice(0, 10)}
              <br />
              {line.band} {describeMag(line)}
            </Box>
          </li>
        ))}
      </Box>
      {alerts.length > count && (
        <Button onClick={() => setCount(count + AT_ONCE)} sx={{ mt: 1 }}>
          {alerts.length - count} more
        </Button>
      )}
    </>
  );
}
