import { Box } from '@mui/material';
import { useWaitingRequests } from './admission.api.ts';

/** A number in a pill; nothing for none. */
export function CountPill({ count, label }: { readonly count: number; readonly label: string }) {
  if (count === 0) return null;
  return (
    <Box
      component="span"
      role="img"
      aria-label={label}
      title={label}
      sx={{
        display: 'inline-block',
        minWidth: 18,
        px: 0.5,
        ml: 0.75,
        borderRadius: 9,
        bgcolor: 'primary.main',
        color: 'primary.contrastText',
        fontSize: 11,
        fontWeight: 650,
        lineHeight: '18px',
        textAlign: 'center',
      }}
    >
      {count}
    </Box>
  );
}

export function tellWaiting(count: number): string {
  return count === 1 ? '1 request to join waits' : `${count} requests to join wait`;
}

/** How many requests to join wait for the viewer. */
export function WaitingCount() {
  const count = useWaitingRequests().length;
  return <CountPill count={count} label={tellWaiting(count)} />;
}
