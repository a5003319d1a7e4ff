import type { AccessKind } from '@fritz/contract';
import VisibilityIcon from '@mui/icons-material/VisibilityOutlined';
import { Button } from '@mui/material';
import { lazy, Suspense, useState } from 'react';

export const LazyAccessDialog = lazy(async () => ({
  default: (await import('./access-dialog.tsx')).AccessDialog,
}));

type AccessButtonProps = {
  readonly kind: AccessKind;
  readonly id: string;
  readonly name: string;
};

/** Opens the dialog that tells who can see something, and why. */
export function AccessButton({ kind, id, name }: AccessButtonProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        startIcon={<VisibilityIcon />}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        Who can see this
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <LazyAccessDialog kind={kind} id={id} name={name} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

/** The same as an eye in a line, for things of which there are many. */
export function AccessLink({ kind, id, name }: AccessButtonProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={`Who can see ${name}`}
        title="Who can see this"
        onClick={() => setOpen(true)}
        sx={{ py: 0, minWidth: 0 }}
      >
        <VisibilityIcon sx={{ fontSize: 16 }} />
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <LazyAccessDialog kind={kind} id={id} name={name} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
