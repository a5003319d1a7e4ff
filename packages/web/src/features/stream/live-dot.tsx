import { Box } from '@mui/material';
import { useAppSelector } from '../../app/hooks.ts';
import type { LiveState } from './live-slice.ts';

const HINTS: Readonly<Record<LiveState, string>> = {
  connecting: 'Connecting for live updates',
  live: 'Live: new candidates appear by themselves',
  reconnecting: 'Connection lost; trying again',
  offline: 'Offline',
};

/** The state of the live connection; filled when live, hollow otherwise, so not by colour alone. */
export function LiveDot() {
  const state = useAppSelector((root) => root.live.state);
  const isLive = state === 'live';
  const color = isLive ? 'success.main' : state === 'offline' ? 'error.main' : 'warning.main';
  return (
    <Box
      role="status"
      title={HINTS[state]}
      sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.75, fontSize: 12, color }}
    >
      <Box
        sx={{
          width: 8,
          height: 8,
          borderRadius: '50%',
          border: 2,
          borderColor: 'currentColor',
          bgcolor: isLive ? 'currentColor' : 'transparent',
        }}
      />
      <Box component="span" sx={{ display: { xs: isLive ? 'none' : 'inline', sm: 'inline' } }}>
        {state}
      </Box>
    </Box>
  );
}
