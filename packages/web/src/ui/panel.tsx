import { Paper, Stack, Typography } from '@mui/material';
import { type ReactNode, useId } from 'react';

type PanelProps = {
  readonly title: string;
  /** Stands beside the title. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
};

/** A titled part of a page. */
export function Panel({ title, action, children }: PanelProps) {
  const id = useId();
  return (
    <Paper variant="outlined" component="section" aria-labelledby={id} sx={{ p: 2 }}>
      <Stack
        direction="row"
        sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center', mb: 1, minHeight: 30 }}
      >
        <Typography id={id} variant="h2" sx={{ flex: 1 }}>
          {title}
        </Typography>
        {action}
      </Stack>
      {children}
    </Paper>
  );
}

/** A plain list of rows with a line between them. */
export function RowList({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <Stack
      component="ul"
      aria-label={label}
      sx={{
        listStyle: 'none',
        p: 0,
        m: 0,
        '& > li': { borderTop: 1, borderColor: 'divider', py: 1 },
        '& > li:first-of-type': { borderTop: 0 },
      }}
    >
      {children}
    </Stack>
  );
}
