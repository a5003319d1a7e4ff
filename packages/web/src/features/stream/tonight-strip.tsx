import { Box } from '@mui/material';
import { formatCount, MISSING } from '../../format/number.ts';
import { formatSpan } from '../../format/time.ts';
import { useTonight } from './stream.api.ts';

type FigureProps = { readonly label: string; readonly value: string; readonly hint: string };

function Figure({ label, value, hint }: FigureProps) {
  return (
    <Box
      component="span"
      title={hint}
      sx={{ display: 'inline-flex', gap: 0.5, alignItems: 'baseline' }}
    >
      <Box component="span" sx={{ fontWeight: 650, minWidth: '2ch', textAlign: 'right' }}>
        {value}
      </Box>
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {label}
      </Box>
    </Box>
  );
}

function count(value: number | null): string {
  return value === null ? MISSING : formatCount(value);
}

function rate(perSecond: number | null): string {
  if (perSecond === null) return MISSING;
  return perSecond < 10 ? perSecond.toFixed(1) : formatCount(perSecond);
}

/** How the stream runs tonight, in one line of the header. */
export function TonightStrip() {
  const tonight = useTonight();
  const read = count(tonight?.read ?? null);
  const passed = count(tonight?.passed ?? null);
  const lagS = tonight?.lagS ?? null;
  const quarantined = tonight?.quarantined ?? 0;
  return (
    <Box
      role="group"
      aria-label="Tonight's stream"
      sx={{ display: 'flex', gap: 2, fontSize: 12, whiteSpace: 'nowrap' }}
    >
      <Figure
        label="alerts"
        value={read}
        hint="Alerts read tonight, as far as your groups see them"
      />
      <Figure
        label="/s"
        value={rate(tonight?.ratePerS ?? null)}
        hint="Alerts per second, just now"
      />
      <Figure
        label="passes"
        value={passed}
        hint="Passes of your groups' filters; an alert that passes two counts twice"
      />
      {lagS !== null && (
        <Figure
          label="lag"
          value={formatSpan(lagS / 86_400)}
          hint="From the survey's packet to your list"
        />
      )}
      {quarantined > 0 && (
        <Figure
          label="unreadable"
          value={count(quarantined)}
          hint="Packets set aside because they could not be read"
        />
      )}
    </Box>
  );
}
