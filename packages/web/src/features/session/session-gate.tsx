import { Button, LinearProgress } from '@mui/material';
import type { ReactNode } from 'react';
import { describeError, isApiError } from '../../api/api-error.ts';
import { useAppSelector } from '../../app/hooks.ts';
import { Notice } from '../../ui/notice.tsx';
import { useEndOpening } from '../../ui/use-end-opening.ts';
import { OfflineGate } from '../outbox/offline-gate.tsx';
import { LoginPage } from './login-page.tsx';
import { useGetProfileQuery } from './session.api.ts';

/** Shows its children to someone logged in, the login page to anyone else. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const isExpired = useAppSelector((state) => state.session.isExpired);
  const { data, error, refetch } = useGetProfileQuery();
  useEndOpening(error !== undefined);
  if (isExpired) return <LoginPage wasLoggedIn={data !== undefined} />;
  if (data) return children;
  if (isApiError(error) && error.status === 0) return <OfflineGate onRetry={refetch} />;
  if (error) {
    return (
      <Notice isPage title="Fritz does not answer" detail={describeError(error)}>
        <Button variant="contained" onClick={() => refetch()}>
          Try again
        </Button>
      </Notice>
    );
  }
  return <LinearProgress aria-label="Loading" />;
}
