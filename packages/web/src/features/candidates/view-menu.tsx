import TuneIcon from '@mui/icons-material/Tune';
import { Button } from '@mui/material';
import { lazy, Suspense, useState } from 'react';

export const loadViewPopover = () => import('./view-popover.tsx');
const ViewPopover = lazy(async () => ({ default: (await loadViewPopover()).ViewPopover }));

/** The button to how cutouts and light curves are drawn. */
export function ViewMenu() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Button
        color="inherit"
        startIcon={<TuneIcon />}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        View
      </Button>
      {anchor !== null && (
        <Suspense fallback={null}>
          <ViewPopover anchor={anchor} onClose={() => setAnchor(null)} />
        </Suspense>
      )}
    </>
  );
}
