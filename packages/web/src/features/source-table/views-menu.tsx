import BookmarkIcon from '@mui/icons-material/BookmarkBorder';
import DeleteIcon from '@mui/icons-material/Delete';
import { Box, Button, Divider, Menu, MenuItem, TextField } from '@mui/material';
import { type FormEvent, useRef, useState } from 'react';
import { describeError } from '../../api/api-error.ts';
import { usePreference } from '../session/use-preference.ts';
import { readViews, type SavedView, VIEWS_PREFERENCE, withView } from './saved-views.ts';

type ViewsMenuProps = {
  /** What the table asks and shows now. */
  readonly search: string;
  readonly onOpen: (search: string) => void;
};

function useViews() {
  const { value, save } = usePreference(VIEWS_PREFERENCE);
  const [problem, setProblem] = useState<string | null>(null);
  const views = readViews(value);
  const change = async (next: () => readonly SavedView[]): Promise<boolean> => {
    try {
      await save(next());
      setProblem(null);
      return true;
    } catch (error) {
      setProblem(describeError(error));
      return false;
    }
  };
  return {
    views,
    problem,
    keep: (view: SavedView) => change(() => withView(views, view)),
    remove: (name: string) => change(() => views.filter((view) => view.name !== name)),
  };
}

type KeepFormProps = {
  readonly problem: string | null;
  readonly onKeep: (name: string) => Promise<boolean>;
};

function KeepForm({ problem, onKeep }: KeepFormProps) {
  const [name, setName] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    // The button cannot be pressed without a name: the keyboard would be nowhere then.
    field.current?.focus();
    if (await onKeep(name.trim())) setName('');
  };
  return (
    <Box
      component="li"
      sx={{ px: 2, py: 1 }}
      // Letters are typed here: the menu would look for an entry that begins with them.
      onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()}
    >
      <Box component="form" onSubmit={submit} sx={{ display: 'flex', gap: 1 }}>
        <TextField
          label="Keep this view as"
          value={name}
          inputRef={field}
          error={problem !== null}
          helperText={problem ?? 'Filters, order and columns, on all your devices'}
          onChange={(event) => setName(event.target.value)}
          slotProps={{ htmlInput: { maxLength: 80 } }}
        />
        <Button type="submit" variant="outlined" disabled={name.trim() === ''} sx={{ height: 38 }}>
          Keep
        </Button>
      </Box>
    </Box>
  );
}

/** Tables that the viewer kept under a name, on whichever device. */
export function ViewsMenu({ search, onOpen }: ViewsMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { views, problem, keep, remove } = useViews();
  const current = views.find((view) => view.search === search);
  const open = (other: string) => {
    onOpen(other);
    setAnchor(null);
  };
  return (
    <>
      <Button
        startIcon={<BookmarkIcon />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {current?.name ?? 'Views'}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        <MenuItem onClick={() => open('')}>All that my groups saved</MenuItem>
        {views.map((view) => (
          <MenuItem
            key={view.name}
            selected={view.name === current?.name}
            onClick={() => open(view.search)}
          >
            <Box sx={{ flex: 1, pr: 2 }}>{view.name}</Box>
          </MenuItem>
        ))}
        {current !== undefined && (
          <MenuItem onClick={() => void remove(current.name)}>
            <DeleteIcon sx={{ fontSize: 16, mr: 1 }} /> Delete “{current.name}”
          </MenuItem>
        )}
        <Divider />
        <KeepForm problem={problem} onKeep={(name) => keep({ name, search })} />
      </Menu>
    </>
  );
}
