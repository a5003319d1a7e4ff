import type { AccessKind } from '@fritz/contract';
import CloseIcon from '@mui/icons-material/Close';
import {
  Box,
  Dialog,
  DialogContent,
  DialogTitle,
  IconButton,
  Skeleton,
  Stack,
  Typography,
} from '@mui/material';
import type { Access } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useGetAccessQuery } from './access.api.ts';

type Reason = Access['reasons'][number];

/** Names up to a dozen; who is not named is counted. */
const MOST_NAMES = 12;

function describePeople({ people, others }: Reason): string {
  const names = people.slice(0, MOST_NAMES).map(({ username }) => username);
  const rest = others + people.length - names.length;
  if (names.length === 0) return rest === 1 ? '1 person' : `${rest} people`;
  return rest === 0 ? names.join(', ') : `${names.join(', ')} and ${rest} more`;
}

function ReasonLine({ reason }: { readonly reason: Reason }) {
  return (
    <Box component="li" sx={{ borderTop: 1, borderColor: 'divider', py: 1 }}>
      <Typography variant="body2" sx={{ fontWeight: 650 }}>
        {reason.why}
      </Typography>
      {reason.rule !== 'public' && (
        <Typography variant="body2" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
          {describePeople(reason)}
        </Typography>
      )}
    </Box>
  );
}

function AccessList({ access }: { readonly access: Access }) {
  return (
    <>
      <Typography variant="body2">
        {access.total === 1 ? 'Only you see it.' : `${access.total} people see it.`}
      </Typography>
      <Stack component="ul" sx={{ listStyle: 'none', p: 0, m: 0, mt: 1 }}>
        {access.reasons.map((reason) => (
          <ReasonLine
            key={`${reason.rule} ${reason.group?.id ?? ''} ${reason.stream?.id ?? ''}`}
            reason={reason}
          />
        ))}
      </Stack>
    </>
  );
}

type AccessDialogProps = {
  readonly kind: AccessKind;
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  readonly onClose: () => void;
};

/** Who can see something, and by which rule. */
export function AccessDialog({ kind, id, name, onClose }: AccessDialogProps) {
  const { data, error, refetch } = useGetAccessQuery(
    { kind, id },
    { refetchOnMountOrArgChange: true },
  );
  return (
    <Dialog
      open
      onClose={onClose}
      fullWidth
      maxWidth="sm"
      aria-labelledby="access-title"
      // Keys of the page behind it are not meant for it.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <DialogTitle
        id="access-title"
        sx={{ display: 'flex', alignItems: 'center', gap: 1, py: 1, fontSize: 15 }}
      >
        Who can see {name}
        <IconButton aria-label="Close" onClick={onClose} sx={{ ml: 'auto' }}>
          <CloseIcon fontSize="small" />
        </IconButton>
      </DialogTitle>
      <DialogContent>
        {error !== undefined && (
          <ErrorNotice what="Who sees it" error={error} onRetry={() => refetch()} />
        )}
        {data === undefined && error === undefined && <Skeleton height={120} />}
        {data && <AccessList access={data} />}
      </DialogContent>
    </Dialog>
  );
}
