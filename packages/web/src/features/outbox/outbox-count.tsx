import WaitingIcon from '@mui/icons-material/CloudUploadOutlined';
import { Box } from '@mui/material';
import { useAppSelector } from '../../app/hooks.ts';
import { countPending } from './outbox-slice.ts';

/** How many decisions wait for a connection; nothing while they go out as they are made. */
export function OutboxCount() {
  const count = useAppSelector(({ outbox }) =>
    outbox.isStalled ? countPending(outbox.entries) : 0,
  );
  return (
    <Box
      role="status"
      sx={{ display: 'flex', alignItems: 'center', gap: 0.5, fontSize: 12, whiteSpace: 'nowrap' }}
    >
      {count > 0 && (
        <>
          <WaitingIcon aria-hidden="true" sx={{ fontSize: 16, color: 'warning.main' }} />
          <Box component="span" sx={{ display: { xs: 'none', sm: 'inline' } }}>
            {count} waiting to be sent
          </Box>
          <Box component="span" sx={{ display: { xs: 'inline', sm: 'none' } }}>
            {count} unsent
          </Box>
        </>
      )}
    </Box>
  );
}
