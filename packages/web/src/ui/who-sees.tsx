import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

type WhoSeesProps = {
  readonly title?: string;
  readonly children: ReactNode;
};

/** Who will see what, said before one presses the button. */
export function WhoSees({ title = 'Who will see what', children }: WhoSeesProps) {
  return (
    <Box
      role="note"
      aria-label={title}
      sx={{ borderLeft: 3, borderColor: 'primary.main', pl: 1.5, py: 0.25 }}
    >
      <Typography variant="caption" color="textSecondary" component="p">
        {title}
      </Typography>
      <Typography
        variant="body2"
        component="div"
        sx={{ '& ul': { m: 0, pl: 2 }, '& p': { m: 0 }, overflowWrap: 'anywhere' }}
      >
        {children}
      </Typography>
    </Box>
  );
}
