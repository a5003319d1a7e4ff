import { Checkbox, ListItemText, Menu, MenuItem } from '@mui/material';
import type { GroupRef } from '../../api/types.ts';
import { canSaveTo, useMyGroups } from '../session/use-profile.ts';

type GroupMenuProps = {
  readonly anchor: HTMLElement | null;
  readonly savedGroups: readonly GroupRef[];
  readonly onToggle: (group: GroupRef) => void;
  readonly onClose: () => void;
};

/** The viewer's groups with a tick where the object is saved; choosing one saves or unsaves. */
export function GroupMenu({ anchor, savedGroups, onToggle, onClose }: GroupMenuProps) {
  const groups = useMyGroups().filter(canSaveTo);
  const savedIds = new Set(savedGroups.map((group) => group.id));
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
    </Menu>
  );
}
