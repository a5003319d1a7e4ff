import { Alert, Button } from '@mui/material';
import { describeError } from '../api/api-error.ts';

type ErrorNoticeProps = {
  readonly error: unknown;
  readonly what: string;
  readonly onRetry?: () => void;
};

/** A failed request, said plainly, with a way to try again. */
export function ErrorNotice({ error, what, onRetry }: ErrorNoticeProps) {
  const action = onRetry && (
    <Button color="inherit" onClick={onRetry}>
      Retry
    </Button>
  );
  return (
    <Alert severity="error" variant="outlined" action={action} sx={{ my: 1 }}>
      {what}: {describeError(error)}
    </Alert>
  );
}
