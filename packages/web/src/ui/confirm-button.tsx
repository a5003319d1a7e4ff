import { Button, Stack } from '@mui/material';
import { useState } from 'react';

type ConfirmButtonProps = {
  /** What it does, such as `Revoke`. */
  readonly verb: string;
  /** To what, for those who hear the page. */
  readonly what: string;
  readonly isBusy: boolean;
  readonly onConfirm: () => void;
};

/** A button that asks once more before it takes something away. */
export function ConfirmButton({ verb, what, isBusy, onConfirm }: ConfirmButtonProps) {
  const [isAsking, setAsking] = useState(false);
  const press = () => {
    if (isAsking) onConfirm();
    setAsking(!isAsking);
  };
  const label = isAsking ? `Really ${verb.toLowerCase()}` : verb;
  return (
    <Stack direction="row" spacing={1} sx={{ flexShrink: 0 }}>
      {isAsking && <Button onClick={() => setAsking(false)}>Keep</Button>}
      <Button
        color="error"
        variant={isAsking ? 'contained' : 'outlined'}
        disabled={isBusy}
        aria-label={`${label} ${what}`.trim()}
        onClick={press}
      >
        {label}
      </Button>
    </Stack>
  );
}
