import { Box, Paper, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { BrandMark } from '../../ui/brand-mark.tsx';

type DoorPageProps = {
  readonly title: string;
  readonly children: ReactNode;
};

/** A page for those who are not in yet: one sheet in the middle. */
export function DoorPage({ title, children }: DoorPageProps) {
  return (
    <Box component="main" sx={{ display: 'grid', placeItems: 'center', minHeight: '100vh', p: 2 }}>
      <Paper variant="outlined" sx={{ width: '100%', maxWidth: 440, p: 3 }}>
        <Stack spacing={2}>
          <BrandMark />
          <Typography variant="h1">{title}</Typography>
          {children}
        </Stack>
      </Paper>
    </Box>
  );
}
