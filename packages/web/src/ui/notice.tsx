import { Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';

type NoticeProps = {
  readonly title: string;
  /** Whether it is the whole page, so that its title is the page's. */
  readonly isPage?: boolean;
  readonly detail?: ReactNode;
  readonly children?: ReactNode;
};

/** What stands where there is nothing to show: what happened, and what to do about it. */
export function Notice({ title, isPage = false, detail, children }: NoticeProps) {
  return (
    <Stack spacing={1.5} sx={{ alignItems: 'center', textAlign: 'center', py: 8, px: 2 }}>
      <Typography variant="h1" component={isPage ? 'h1' : 'h2'}>
        {title}
      </Typography>
      {detail !== undefined && (
        <Typography variant="body2" color="textSecondary" sx={{ maxWidth: 480 }}>
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
