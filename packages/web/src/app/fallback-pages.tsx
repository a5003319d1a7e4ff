import { Button } from '@mui/material';
import { Link, useRouteError } from 'react-router';
import { describeError } from '../api/api-error.ts';
import { Notice } from '../ui/notice.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';

export function NotFoundPage() {
  usePageTitle('Not found');
  return (
    <Notice isPage title="There is no such page">
      <Button component={Link} to="/candidates" variant="contained">
        Go to the candidates
      </Button>
    </Notice>
  );
}

export function RouteErrorPage() {
  usePageTitle('Error');
  const error = useRouteError();
  return (
    <Notice isPage title="This page failed" detail={describeError(error)}>
      <Button variant="contained" onClick={() => window.location.reload()}>
        Load it again
      </Button>
    </Notice>
  );
}
