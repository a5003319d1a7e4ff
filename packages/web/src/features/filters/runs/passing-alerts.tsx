import { Box, Button, Link as MuiLink, Paper } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Int64 } from '../../../api/exact-json.ts';
import { formatAnnotation } from '../../../format/number.ts';
import { CutoutTrio } from '../../cutouts/cutout-trio.tsx';

export type FoundAlert = {
  readonly candid: Int64;
  readonly objectId: string;
  readonly output?: Readonly<Record<string, unknown>>;
};

type FoundAlertsProps = {
  readonly label: string;
  readonly alerts: readonly FoundAlert[];
  /** A simulated night has no stamps in the archive. */
  readonly hasCutouts: boolean;
  readonly onExplain: (candid: Int64) => void;
};

/** More would make the page long, and fetch many stamps. */
const SHOWN_AT_ONCE = 12;

function valuesOf(output: FoundAlert['output']): readonly (readonly [string, unknown])[] {
  const { annotations, ...rest } = output ?? {};
  const isRecord = typeof annotations === 'object' && annotations !== null;
  return Object.entries(isRecord ? { ...rest, ...annotations } : (output ?? {}));
}

function AlertCard({
  alert,
  hasCutouts,
  onExplain,
}: Omit<FoundAlertsProps, 'label' | 'alerts'> & { readonly alert: FoundAlert }) {
  const { candid, objectId, output } = alert;
  return (
    <Paper component="li" variant="outlined" sx={{ p: 1, minWidth: 0, fontSize: 12.5 }}>
      {hasCutouts && <CutoutTrio candid={candid} objId={objectId} />}
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', mt: 0.5 }}>
        {hasCutouts ? (
          <MuiLink component={Link} to={`/source/${objectId}`} sx={{ fontWeight: 650 }}>
            {objectId}
          </MuiLink>
        ) : (
          <b>{objectId}</b>
        )}
        <Box sx={{ flex: 1 }} />
        {hasCutouts && (
          <Button onClick={() => onExplain(candid)} aria-label={`Why ${objectId}`}>
            Why?
          </Button>
        )}
      </Box>
      <Box component="dl" sx={{ m: 0, display: 'grid', gap: 0.25 }}>
        {valuesOf(output).map(([name, value]) => (
          <Box key={name} sx={{ display: 'flex', gap: 1 }}>
            <Box component="dt" sx={{ color: 'text.secondary' }}>
              {name}
            </Box>
            <Box component="dd" sx={{ m: 0, ml: 'auto', overflowWrap: 'anywhere' }}>
              {formatAnnotation(value).slice(0, 80)}
            </Box>
          </Box>
        ))}
      </Box>
    </Paper>
  );
}

/** Alerts with their stamps and what the filter computed. */
export function FoundAlerts({ label, alerts, ...card }: FoundAlertsProps) {
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  const more = alerts.length - shown;
  return (
    <Box>
      <Box
        component="ul"
        aria-label={label}
        sx={{
          listStyle: 'none',
          m: 0,
          p: 0,
          display: 'grid',
          gap: 1,
          gridTemplateColumns: 'repeat(auto-fill, minmax(min(230px, 100%), 1fr))',
        }}
      >
        {alerts.slice(0, shown).map((alert) => (
          <AlertCard key={alert.candid} alert={alert} {...card} />
        ))}
      </Box>
      {more > 0 && (
        <Button onClick={() => setShown(shown + 2 * SHOWN_AT_ONCE)} sx={{ mt: 1 }}>
          Show more of the other {more}
        </Button>
      )}
    </Box>
  );
}
