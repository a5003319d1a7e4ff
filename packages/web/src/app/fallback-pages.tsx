import { Button } from '@mui/material';
import { Link } from 'react-router';
import { describeError } from '../api/api-error.ts';
import { Notice } from '../ui/notice.tsx';
import { useEndOpening } from '../ui/use-end-opening.ts';
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

export function PageErrorPage({ error }: { readonly error: unknown }) {
  usePageTitle('Error');
  useEndOpening(true);
  return (
    <Notice isPage title="This page failed" detail={describeError(error)}>
      <Button variant="contained" onClick={() => window.location.reload()}>
        Load it again
      </Button>
    </Notice>
  );
}
