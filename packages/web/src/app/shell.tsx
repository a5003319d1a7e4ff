import { Box } from '@mui/material';
import { lazy, Suspense, useLayoutEffect } from 'react';
import { Outlet, useLocation } from 'react-router';
import { useOutbox } from '../features/outbox/use-outbox.ts';
import { SessionGate } from '../features/session/session-gate.tsx';
import { useLiveChannel } from '../features/stream/use-live-channel.ts';
import { endOpening } from '../ui/use-end-opening.ts';
import { Waiting } from '../ui/waiting.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { PageErrorPage } from './fallback-pages.tsx';
import { Header } from './header.tsx';
import { useAppSelector } from './hooks.ts';
import { usePrefetch } from './use-prefetch.ts';

const loadReports = () => import('../features/outbox/outbox-reports.tsx');
const OutboxReports = lazy(async () => ({ default: (await loadReports()).OutboxReports }));
const LATER = [loadReports];

function LiveShell() {
  useLiveChannel();
  useOutbox();
  usePrefetch(LATER);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page begins at its top
  useLayoutEffect(() => {
    window.scrollTo({ top: 0, behavior: 'instant' });
    // Whoever has gone on looks at another page.
    return endOpening;
  }, [pathname]);
  const hasDecided = useAppSelector((state) => state.outbox.entries.length > 0);
  return (
    <>
      <Header />
      <Box component="main" sx={{ maxWidth: 1680, mx: 'auto', px: { xs: 1, sm: 2 }, pb: 4 }}>
        <ErrorBoundary key={pathname} render={(error) => <PageErrorPage error={error} />}>
          <Suspense fallback={<Waiting />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </Box>
      {hasDecided && (
        <Suspense fallback={null}>
          <OutboxReports />
        </Suspense>
      )}
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
