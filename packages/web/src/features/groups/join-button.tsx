import { Button, Stack, Typography } from '@mui/material';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import {
  useAskToJoinMutation,
  useOwnRequest,
  useWithdrawRequestMutation,
} from './admission.api.ts';

type JoinButtonProps = {
  readonly group: {
    readonly id: number;
    readonly name: string;
    readonly auto_accept_requests: boolean;
  };
};

/** Asks to join a group, or takes the question back. */
export function JoinButton({ group }: JoinButtonProps) {
  const request = useOwnRequest(group.id);
  const [ask, asking] = useAskToJoinMutation();
  const [withdraw, withdrawing] = useWithdrawRequestMutation();
  const error = asking.error ?? withdrawing.error;
  const isWaiting = request?.status === 'pending';
  const verb = group.auto_accept_requests ? 'Join' : 'Ask to join';
  return (
    <Stack sx={{ alignItems: 'flex-end' }}>
      <Stack direction="row" spacing={1} sx={{ alignItems: 'center' }}>
        {isWaiting && (
          <Typography variant="caption" color="textSecondary">
            asked, not answered yet
          </Typography>
        )}
        {request?.status === 'declined' && (
          <Typography variant="caption" color="textSecondary">
            declined
          </Typography>
        )}
        {isWaiting ? (
          <Button
            disabled={withdrawing.isLoading}
            aria-label={`Withdraw the request to join ${group.name}`}
            onClick={() => withdraw(request.id)}
          >
            Withdraw
          </Button>
        ) : (
          <Button
            variant="outlined"
            disabled={asking.isLoading}
            aria-label={`${verb} ${group.name}`}
            onClick={() => ask(group.id)}
          >
            {verb}
          </Button>
        )}
      </Stack>
      {error !== undefined && <ErrorNotice what="Not done" error={error} />}
    </Stack>
  );
}
