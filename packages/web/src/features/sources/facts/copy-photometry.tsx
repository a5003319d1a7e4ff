import { Button } from '@mui/material';
import { useState } from 'react';
import type { GroupRef } from '../../../api/types.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { GroupsPicker, idsOf } from '../../groups/groups-picker.tsx';
import { useCopyPhotometryMutation } from '../sources.api.ts';

type CopyPhotometryProps = { readonly objId: string; readonly originId: string };

/** Copies the photometry of a duplicate to the object, once one has said for whom. */
export function CopyPhotometry({ objId, originId }: CopyPhotometryProps) {
  const [isAsking, setAsking] = useState(false);
  const [groups, setGroups] = useState<readonly GroupRef[]>([]);
  const [copy, { data, error, isLoading }] = useCopyPhotometryMutation();
  const send = () => {
    copy({ objId, originId, groupIds: idsOf(groups) })
      .unwrap()
      .then(
        () => setAsking(false),
        () => undefined,
      );
  };
  return (
    <>
      {data !== undefined && (
        <span role="status">
          {' '}
          {data.copied === 1 ? '1 point copied' : `${data.copied} points copied`}
        </span>
      )}
      {data === undefined && (
        <Button onClick={() => setAsking(true)} sx={{ py: 0 }}>
          Copy its photometry
        </Button>
      )}
      {isAsking && (
        <ConfirmDialog
          title={`Copy the photometry of ${originId} to ${objId}`}
          verb="Copy"
          isBusy={isLoading}
          error={error}
          failure="Not copied"
          onConfirm={send}
          onClose={() => setAsking(false)}
        >
          <span>
            Points that you see and that are not here yet are copied; the copies are yours. What
            came with an alert stream is for who reads the stream.
          </span>
          <GroupsPicker
            label="Who sees the copies"
            placeholder="you alone"
            chosen={groups}
            onChoose={setGroups}
          />
        </ConfirmDialog>
      )}
    </>
  );
}
