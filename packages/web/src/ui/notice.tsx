import { Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';

type NoticeProps = {
  readonly title: string;
  readonly detail?: ReactNode;
  readonly children?: ReactNode;
};

/** What stands where there is nothing to show: what happened, and what to do about it. */
export function Notice({ title, detail, children }: NoticeProps) {
  return (
    <Stack spacing={1.5} sx={{ alignItems: 'center', textAlign: 'center', py: 8, px: 2 }}>
      <Typography variant="h1" component="h2">
        {title}
      </Typography>
      {detail !== undefined && (
        <Typography variant="body2" color="text.secondary" sx={{ maxWidth: 480 }}>
          {detail}
        </Typography>
      )}
      <Stack
        direction="row"
        spacing={1}
        sx={{ flexWrap: 'wrap', justifyContent: 'center', gap: 1 }}
      >
        {children}
      </Stack>
    </Stack>
  );
}
