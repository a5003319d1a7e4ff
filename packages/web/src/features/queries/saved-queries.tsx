import { Box, Button, Stack, Typography } from '@mui/material';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel, RowList } from '../../ui/panel.tsx';
import {
  type SavedQuery,
  useDeleteSavedQueryMutation,
  useGetSavedQueriesQuery,
} from './queries.api.ts';

type OpenProps = { readonly onOpen: (saved: SavedQuery) => void };

function SavedRow({ saved, onOpen }: OpenProps & { readonly saved: SavedQuery }) {
  const [remove, removing] = useDeleteSavedQueryMutation();
  const { id, name, owner, is_own: isOwn } = saved;
  return (
    <Box component="li">
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <Box sx={{ flex: '1 1 180px', minWidth: 0 }}>
          <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{name}</Typography>
          {!isOwn && (
            <Typography variant="body2" color="textSecondary">
              {owner}
            </Typography>
          )}
        </Box>
        <Button onClick={() => onOpen(saved)} aria-label={`Open ${name}`}>
          Open
        </Button>
        {isOwn && (
          <ConfirmButton
            verb="Remove"
            what={name}
            isBusy={removing.isLoading}
            onConfirm={() => remove(id)}
          />
        )}
      </Stack>
      {removing.error !== undefined && <ErrorNotice what={name} error={removing.error} />}
    </Box>
  );
}

/** Queries that are kept: the viewer's, and those that his groups share. */
export function SavedQueries({ onOpen }: OpenProps) {
  const { data: saved, error, refetch } = useGetSavedQueriesQuery();
  if (error !== undefined) {
    return <ErrorNotice what="Saved queries" error={error} onRetry={() => refetch()} />;
  }
  if (saved === undefined || saved.length === 0) return null;
  return (
    <Panel title="Saved queries">
      <RowList label="Saved queries">
        {saved.map((one) => (
          <SavedRow key={one.id} saved={one} onOpen={onOpen} />
        ))}
      </RowList>
    </Panel>
  );
}
