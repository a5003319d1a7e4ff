import RejectIcon from '@mui/icons-material/ThumbDownOutlined';
import { Button, IconButton } from '@mui/material';
import type { Candidate } from '../../api/types.ts';
import { useCandidateDecisions } from './use-candidate-decisions.ts';

/** Rejects a candidate for the viewer, or takes that back. */
export function RejectButton({ candidate }: { readonly candidate: Candidate }) {
  const { isRejected, reject, unreject } = useCandidateDecisions(candidate);
  if (isRejected) {
    return (
      <Button
        variant="outlined"
        color="error"
        startIcon={<RejectIcon />}
        title="Take the rejection back (d)"
        onClick={unreject}
        sx={{ display: { xs: 'none', sm: 'inline-flex' } }}
      >
        Rejected
      </Button>
    );
  }
  return (
    <IconButton
      aria-label={`Reject ${candidate.id}`}
      title="Reject (d)"
      onClick={reject}
      sx={{ display: { xs: 'none', sm: 'inline-flex' } }}
    >
      <RejectIcon fontSize="small" />
    </IconButton>
  );
}
