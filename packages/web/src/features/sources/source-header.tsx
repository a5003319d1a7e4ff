import ArrowDropDownIcon from '@mui/icons-material/ArrowDropDown';
import LinkIcon from '@mui/icons-material/Link';
import { Box, Button, Chip, Typography } from '@mui/material';
import { useRef, useState } from 'react';
import type { Source } from '../../api/types.ts';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Position } from '../../ui/position.tsx';
import { AccessButton } from '../access/access-button.tsx';
import { ClassChips } from '../classifications/class-chips.tsx';
import { StarButton } from '../listings/star-button.tsx';
import { TagChips } from '../tags/tag-chips.tsx';
import { GroupMenu } from './group-menu.tsx';
import { useGroupToggle } from './use-group-toggle.ts';

/** Who saved it to a group, and when. */
function describeSave({ groups }: Source, groupId: number): string {
  const entry = groups.find(({ id }) => id === groupId);
  if (entry === undefined) return '';
  const when = formatUtc(parseNaiveUtc(entry.saved_at)).slice(0, 16);
  return `saved ${when}${entry.saved_by === null ? '' : ` by ${entry.saved_by.username}`}`;
}

/** Name, position, tags, and the groups that it is saved in. */
export function SourceHeader({ source }: { readonly source: Source }) {
  const [isOpen, setOpen] = useState(false);
  const anchorRef = useRef<HTMLButtonElement>(null);
  const { savedGroups, toggleGroup } = useGroupToggle(source.id, source.groups);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center', pt: 2 }}>
      <Box>
        <Typography variant="h1" sx={{ whiteSpace: 'nowrap' }}>
          {source.id}
          <StarButton objId={source.id} />
          <CopyButton text={source.id} label={`Copy ${source.id}`} />
          <CopyButton
            text={window.location.href}
            label="Copy the link to this page"
            icon={<LinkIcon sx={{ fontSize: 16 }} />}
          />
        </Typography>
        <Position ra={source.ra} dec={source.dec} />
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5, alignItems: 'center' }}>
          <ClassChips objId={source.id} />
          <TagChips objId={source.id} />
        </Box>
      </Box>
      <Box sx={{ flex: 1 }} />
      <Box sx={{ display: 'flex', gap: 0.5, flexWrap: 'wrap', alignItems: 'center' }}>
        {savedGroups.length === 0 && (
          <Box sx={{ fontSize: 13, color: 'text.secondary', mr: 1 }}>Not saved</Box>
        )}
        {savedGroups.map((group) => (
          <Chip
            key={group.id}
            label={group.name}
            title={describeSave(source, group.id)}
            color="success"
            variant="outlined"
          />
        ))}
        <Button
          ref={anchorRef}
          variant={savedGroups.length === 0 ? 'contained' : 'outlined'}
          endIcon={<ArrowDropDownIcon />}
          aria-haspopup="menu"
          aria-expanded={isOpen}
          onClick={() => setOpen(true)}
        >
          {savedGroups.length === 0 ? 'Save' : 'Groups'}
        </Button>
        <AccessButton kind="source" id={source.id} name={source.id} />
      </Box>
      {isOpen && (
        <GroupMenu
          objId={source.id}
          anchor={anchorRef.current}
          savedGroups={savedGroups}
          onToggle={toggleGroup}
          onClose={() => setOpen(false)}
        />
      )}
    </Box>
  );
}
