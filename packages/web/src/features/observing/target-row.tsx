import type { Site } from '@fritz/sky';
import { Box, Button, Link } from '@mui/material';
import { memo, useState } from 'react';
import { Link as RouterLink } from 'react-router';
import { formatDec, formatRa } from '../../format/angle.ts';
import { toNaiveUtc } from '../../format/time.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useDecide } from '../outbox/use-outbox.ts';
import { AirmassChart } from './airmass-chart.tsx';
import { clock, NOT_OBSERVED, OBSERVED, PENDING, type Seen } from './night-targets.ts';
import type { Target } from './observing.api.ts';

/** `62° · airmass 1.13 · sets 04:31`. */
function describeSeen({ altDeg, airmass, isUp, setMjd, riseMjd }: Seen): string {
  const parts = [`${altDeg < 0 ? '−' : ''}${Math.abs(altDeg).toFixed(0)}°`];
  if (airmass !== null && altDeg > 10) parts.push(`airmass ${airmass.toFixed(2)}`);
  if (isUp) parts.push(setMjd === null ? 'up all night' : `below 30° at ${clock(setMjd)}`);
  else parts.push(riseMjd === null ? 'never above 30°' : `above 30° at ${clock(riseMjd)}`);
  return parts.join(' · ');
}

type MarkButtonsProps = {
  readonly target: Target;
  readonly status: string;
};

/** What became of a target, in one tap; tapped again it is to be observed still. */
function MarkButtons({ target, status }: MarkButtonsProps) {
  const decide = useDecide();
  const mark = (wanted: string) => () =>
    void decide({
      kind: 'mark',
      objId: target.obj_id,
      assignmentId: target.id,
      status: status === wanted ? PENDING : wanted,
      before: status,
      at: toNaiveUtc(new Date()),
    });
  const buttons = [
    ['Observed', OBSERVED, 'success'],
    ['Not observed', NOT_OBSERVED, 'warning'],
  ] as const;
  return (
    <Box sx={{ display: 'flex', gap: 1, flexShrink: 0 }}>
      {buttons.map(([label, word, color]) => (
        <Button
          key={word}
          color={color}
          variant={status === word ? 'contained' : 'outlined'}
          aria-pressed={status === word}
          aria-label={`${label}: ${target.obj_id}`}
          onClick={mark(word)}
          sx={{ whiteSpace: 'nowrap' }}
        >
          {label}
        </Button>
      ))}
    </Box>
  );
}

type TargetRowProps = {
  readonly target: Target;
  readonly seen: Seen | null;
  readonly status: string;
  /** Whether the server does not have it yet. */
  readonly isWaiting: boolean;
  readonly mayMark: boolean;
  readonly site: Site | null;
  readonly now: Date;
};

function Details({ target, site, now }: Pick<TargetRowProps, 'target' | 'site' | 'now'>) {
  const finder = `/api/sources/${encodeURIComponent(target.obj_id)}/finder`;
  return (
    <Box sx={{ pt: 1 }}>
      {site !== null && (
        <AirmassChart obj={target.obj} site={site} now={now} name={target.obj_id} />
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, fontSize: 13 }}>
        <Link href={`${finder}?type=pdf`}>Finding chart (PDF)</Link>
        <Link href={`${finder}?type=png`}>Finding chart (PNG)</Link>
        <span>asked for by {target.requester.username}</span>
        {target.observability !== null && (
          <span>Moon {target.observability.moon_separation_deg.toFixed(0)}° away</span>
        )}
      </Box>
    </Box>
  );
}

/** A target of the night; drawn anew where something of its own changed. */
export const TargetRow = memo(function TargetRow(props: TargetRowProps) {
  const { target, seen, status, isWaiting, mayMark, site, now } = props;
  const [isOpen, setOpen] = useState(false);
  const place = `${formatRa(target.obj.ra, 2)} ${formatDec(target.obj.dec, 1)}`;
  const isDone = status !== PENDING;
  return (
    <Box
      component="li"
      aria-label={target.obj_id}
      sx={{
        fontSize: 13,
        overflowWrap: 'anywhere',
        opacity: isDone ? 0.7 : 1,
        // Of a hundred some ten are on the screen.
        contentVisibility: 'auto',
        containIntrinsicSize: 'auto 72px',
      }}
    >
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
        <Box sx={{ flex: '1 1 260px', minWidth: 0 }}>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1 }}>
            <Link component={RouterLink} to={`/source/${target.obj_id}`} sx={{ fontWeight: 600 }}>
              {target.obj_id}
            </Link>
            <span>priority {target.priority}</span>
            {isDone && <b>{status}</b>}
            {isWaiting && <i>not sent yet</i>}
          </Box>
          {seen !== null && <Box sx={{ fontWeight: 600 }}>{describeSeen(seen)}</Box>}
          <Box sx={{ display: 'flex', alignItems: 'center', color: 'text.secondary' }}>
            {place}
            <CopyButton text={place} label={`Copy the position of ${target.obj_id}`} />
          </Box>
          {target.comment !== null && <Box>{target.comment}</Box>}
        </Box>
        {mayMark && <MarkButtons target={target} status={status} />}
        <Button
          aria-expanded={isOpen}
          aria-label={`More of ${target.obj_id}`}
          onClick={() => setOpen(!isOpen)}
        >
          More
        </Button>
      </Box>
      {isOpen && <Details target={target} site={site} now={now} />}
    </Box>
  );
});
