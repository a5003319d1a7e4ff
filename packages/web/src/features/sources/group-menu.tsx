import { Checkbox, Divider, ListItemText, Menu, MenuItem } from '@mui/material';
import { Suspense, useState } from 'react';
import type { GroupRef } from '../../api/types.ts';
import { LazyAccessDialog } from '../access/access-button.tsx';
import { canSaveTo, useMyGroups } from '../session/use-profile.ts';

type GroupMenuProps = {
  readonly objId: string;
  readonly anchor: HTMLElement | null;
  readonly savedGroups: readonly GroupRef[];
  readonly onToggle: (group: GroupRef) => void;
  readonly onClose: () => void;
};

/** The viewer's groups with a tick where the object is saved; choosing one saves or unsaves. */
export function GroupMenu({ objId, anchor, savedGroups, onToggle, onClose }: GroupMenuProps) {
  const groups = useMyGroups().filter(canSaveTo);
  const [isAsking, setAsking] = useState(false);
  const savedIds = new Set(savedGroups.map((group) => group.id));
  if (isAsking) {
    return (
      <Suspense fallback={null}>
        <LazyAccessDialog kind="source" id={objId} name={objId} onClose={onClose} />
      </Suspense>
    );
  }
  return (
    <Menu anchorEl={anchor} open onClose={onClose}>
      {groups.length === 0 && <MenuItem disabled>You may save to no group yet</MenuItem>}
      {groups.map((group) => {
        const isSaved = savedIds.has(group.id);
        return (
          <MenuItem
            key={group.id}
            role="menuitemcheckbox"
            aria-checked={isSaved}
            onClick={() => onToggle(group)}
            sx={{ minHeight: 44, py: 0 }}
          >
            <Checkbox
              checked={isSaved}
              tabIndex={-1}
              size="small"
              slotProps={{ input: { 'aria-hidden': true, tabIndex: -1 } }}
            />
            <ListItemText primary={group.name} />
          </MenuItem>
        );
      })}
      <Divider />
      <MenuItem onClick={() => setAsking(true)} sx={{ minHeight: 44 }}>
        Who can see this
      </MenuItem>
    </Menu>
  );
}
