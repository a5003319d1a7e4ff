import { Box, Button } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router';
import type { GroupRef } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { GroupsPicker, idsOf } from '../groups/groups-picker.tsx';
import { useSaveAlertMutation } from './alerts.api.ts';

/** Saves an object of the archive as a source of some groups, with its photometry. */
export function SaveAlert({ objectId }: { readonly objectId: string }) {
  const [groups, setGroups] = useState<readonly GroupRef[]>([]);
  const [save, { isLoading, isSuccess, error }] = useSaveAlertMutation();
  if (isSuccess) {
    return (
      <Box role="status" sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
        Saved to {groups.map(({ name }) => name).join(', ')}.
        <Button component={Link} to={`/source/${encodeURIComponent(objectId)}`} variant="contained">
          Open the source
        </Button>
      </Box>
    );
  }
  return (
    <>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <GroupsPicker
          label="Save to"
          placeholder="choose groups"
          chosen={groups}
          onChoose={setGroups}
        />
        <Button
          variant="contained"
          disabled={groups.length === 0 || isLoading}
          onClick={() => void save({ objectId, groupIds: idsOf(groups) })}
        >
          Save as a source
        </Button>
      </Box>
      {error !== undefined && <ErrorNotice what="Not saved" error={error} />}
    </>
  );
}
