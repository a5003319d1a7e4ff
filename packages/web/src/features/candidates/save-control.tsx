import ArrowDropDownIcon from '@mui/icons-material/ArrowDropDown';
import CheckIcon from '@mui/icons-material/Check';
import { Button, ButtonGroup } from '@mui/material';
import { useRef, useState } from 'react';
import type { Candidate } from '../../api/types.ts';
import { GroupMenu } from '../sources/group-menu.tsx';
import type { CandidateSaving } from './use-candidate-saving.ts';

type SaveControlProps = { readonly candidate: Candidate; readonly saving: CandidateSaving };

/** Save to the filter's group at once, or choose groups from the menu beside it. */
export function SaveControl({ candidate, saving }: SaveControlProps) {
  const [isOpen, setOpen] = useState(false);
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
          // The key for saving finds this; what is saved already is left alone.
          data-action={isSavedToTargets ? undefined : 'save'}
          startIcon={isSavedToTargets ? <CheckIcon /> : undefined}
          aria-busy={status === 'saving'}
          title={isDirect ? `${label} to ${names} (s)` : 'Choose a group (g)'}
          onClick={() => (isDirect && !isSavedToTargets ? saving.saveToTargets() : setOpen(true))}
          sx={{ minWidth: 76, minHeight: { xs: 40, md: 30 } }}
        >
          {label}
        </Button>
        <Button
          data-action="groups"
          aria-label={`Choose groups for ${candidate.id}`}
          aria-haspopup="menu"
          aria-expanded={isOpen}
          title="Choose groups (g)"
          onClick={() => setOpen(true)}
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
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
