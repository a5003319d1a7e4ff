import ArrowDropDownIcon from '@mui/icons-material/ArrowDropDown';
import CheckIcon from '@mui/icons-material/Check';
import { Button, ButtonGroup } from '@mui/material';
import { useRef } from 'react';
import type { Candidate } from '../../api/types.ts';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { GroupMenu } from '../sources/group-menu.tsx';
import { choosingGroups } from './scan-slice.ts';
import type { CandidateSaving } from './use-candidate-saving.ts';

type SaveControlProps = { readonly candidate: Candidate; readonly saving: CandidateSaving };

/** Save to the filter's group at once, or choose groups from the menu beside it. */
export function SaveControl({ candidate, saving }: SaveControlProps) {
  const dispatch = useAppDispatch();
  const isOpen = useAppSelector((state) => state.scan.choosingId === candidate.id);
  const choose = () => dispatch(choosingGroups(candidate.id));
  const anchorRef = useRef<HTMLDivElement>(null);
  const { targets, isSavedToTargets, status, label } = saving;
  const names = targets.map((group) => group.name).join(', ');
  const isDirect = targets.length > 0;

  return (
    <>
      <ButtonGroup
        ref={anchorRef}
        variant={isSavedToTargets ? 'outlined' : 'contained'}
        color={isSavedToTargets ? 'success' : 'primary'}
        size="small"
        disableElevation
        aria-label={`Save ${candidate.id}`}
      >
        <Button
          startIcon={isSavedToTargets ? <CheckIcon /> : undefined}
          aria-busy={status === 'saving'}
          title={isDirect ? `${label} to ${names} (s)` : 'Choose a group (g)'}
          onClick={isSavedToTargets ? choose : saving.save}
          sx={{ minWidth: 76, minHeight: { xs: 40, md: 30 } }}
        >
          {label}
        </Button>
        <Button
          aria-label={`Choose groups for ${candidate.id}`}
          aria-haspopup="menu"
          aria-expanded={isOpen}
          title="Choose groups (g)"
          onClick={choose}
          sx={{ px: 0 }}
        >
          <ArrowDropDownIcon />
        </Button>
      </ButtonGroup>
      {isOpen && (
        <GroupMenu
          objId={candidate.id}
          anchor={anchorRef.current}
          savedGroups={saving.savedGroups}
          onToggle={saving.toggleGroup}
          onClose={() => dispatch(choosingGroups(null))}
        />
      )}
    </>
  );
}
