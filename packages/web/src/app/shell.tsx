import { Box } from '@mui/material';
import { Outlet } from 'react-router';
import { SessionGate } from '../features/session/session-gate.tsx';
import { SaveReports } from '../features/sources/save-reports.tsx';
import { useLiveChannel } from '../features/stream/use-live-channel.ts';
import { Header } from './header.tsx';

function LiveShell() {
  useLiveChannel();
  return (
    <>
      <Header />
      <Box component="main" sx={{ maxWidth: 1680, mx: 'auto', px: { xs: 1, sm: 2 }, pb: 4 }}>
        <Outlet />
      </Box>
      <SaveReports />
    </>
  );
}

/** The frame around every page; what is inside it has a logged-in viewer. */
export function Shell() {
  return (
    <SessionGate>
      <LiveShell />
    </SessionGate>
  );
}
