import { Box, Paper, Skeleton, Typography } from '@mui/material';
import { createContext, type ReactNode, Suspense, use, useEffect, useRef, useState } from 'react';

type PageSectionProps = {
  readonly id: string;
  readonly title: string;
  readonly aside?: ReactNode;
  /** Its place from the top on a phone. */
  readonly order?: number;
  /** How high it will be about, where it is made only when it comes near the screen. */
  readonly lazyHeightPx?: number;
  readonly children: ReactNode;
};

// Three screens ahead: there before it is seen.
const MARGIN = '2500px 0px';

/** Whether what is not yet seen may be made: while what is looked at is on its way it would delay that. */
export const LookAhead = createContext(true);

/** Whether the element has ever been near what is on the screen. */
function useOnceNear(isLazy: boolean) {
  const ref = useRef<HTMLElement>(null);
  const [isNear, setNear] = useState(!isLazy);
  const mayLookAhead = use(LookAhead);
  useEffect(() => {
    const element = ref.current;
    if (isNear || !element) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && setNear(true),
      { rootMargin: mayLookAhead ? MARGIN : '0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [isNear, mayLookAhead]);
  return { ref, isNear };
}

/** A part of the source page; a heavy one is made when it comes near the screen. */
export function PageSection(props: PageSectionProps) {
  const { id, title, aside, order = 0, lazyHeightPx, children } = props;
  const { ref, isNear } = useOnceNear(lazyHeightPx !== undefined);
  const height = lazyHeightPx ?? 80;
  return (
    <Paper
      ref={ref}
      id={id}
      variant="outlined"
      component="section"
      // For those who jump to it.
      tabIndex={-1}
      sx={{
        p: 1.5,
        minWidth: 0,
        order: { xs: order, lg: 0 },
        scrollMarginTop: 104,
        '&:focus': { outline: 'none' },
      }}
    >
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', mb: 1 }}>
        <Typography variant="h2" sx={{ flex: 1 }}>
          {title}
        </Typography>
        {isNear && aside}
      </Box>
      {isNear ? (
        <Suspense fallback={<Skeleton variant="rounded" height={height} />}>{children}</Suspense>
      ) : (
        // Out of sight nothing needs to move.
        <Skeleton variant="rounded" height={height} animation={false} />
      )}
    </Paper>
  );
}
