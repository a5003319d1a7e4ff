import { Box } from '@mui/material';
import { useState } from 'react';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { AccessButton } from '../access/access-button.tsx';
import { useDeletePointMutation } from '../photometry/photometry.api.ts';
import { useProfile } from '../session/use-profile.ts';
import type { PhotometryLine } from './detection-rows.ts';
import { JudgeButton } from './judge-button.tsx';

type PhotometryActsProps = {
  readonly objId: string;
  readonly chosen: readonly PhotometryLine[];
  readonly onDone: () => void;
};

function countOf(count: number): string {
  return count === 1 ? '1 point' : `${count} points`;
}

/** What can be done with chosen points: who sees the one, and deleting those that are one's own. */
export function PhotometryActs({ objId, chosen, onDone }: PhotometryActsProps) {
  const profile = useProfile();
  const [deletePoint] = useDeletePointMutation();
  const [state, setState] = useState<{ readonly isBusy: boolean; readonly error: unknown }>({
    isBusy: false,
    error: undefined,
  });
  const acls = profile?.acls ?? [];
  const mayJudge = acls.includes('Manage sources') || acls.includes('System admin');
  const managesAll = acls.includes('Manage photometry') || acls.includes('System admin');
  const own = chosen.filter(
    ({ ownerId }) => ownerId !== null && (managesAll || ownerId === profile?.id),
  );
  const [one, ...more] = chosen;
  const remove = async () => {
    setState({ isBusy: true, error: undefined });
    let error: unknown;
    // One after another: where one is refused, those before it are gone and the others stay.
    for (const { key } of own) {
      try {
        await deletePoint({ objId, id: key }).unwrap();
      } catch (cause) {
        error = cause;
        break;
      }
    }
    setState({ isBusy: false, error });
    if (error === undefined) onDone();
  };
  return (
    <>
      <Box component="span" sx={{ fontSize: 13 }}>
        {countOf(chosen.length)} chosen
      </Box>
      {one !== undefined && more.length === 0 && (
        <AccessButton kind="photometry" id={one.key} name={`a point in ${one.band}`} />
      )}
      {mayJudge && <JudgeButton objId={objId} chosen={chosen} onDone={onDone} />}
      {own.length > 0 && (
        <ConfirmButton
          verb="Delete"
          what={countOf(own.length)}
          isBusy={state.isBusy}
          onConfirm={() => void remove()}
        />
      )}
      {own.length < chosen.length && (
        <Box component="span" sx={{ fontSize: 12, color: 'text.secondary' }}>
          What alerts brought, and what is another’s, stays.
        </Box>
      )}
      {state.error !== undefined && <ErrorNotice what="Not all deleted" error={state.error} />}
    </>
  );
}
