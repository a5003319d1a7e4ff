import { Box, MenuItem, MenuList, Paper, Popper, TextField } from '@mui/material';
import { type KeyboardEvent, type RefObject, useId, useRef, useState } from 'react';
import type { User } from '../../api/types.ts';
import { matchesPerson, nameOf } from '../users/person-name.ts';
import { useGetUsersQuery } from '../users/users.api.ts';
import { completeMention, findMention, type MentionDraft } from './mention-draft.ts';

type MentionFieldProps = {
  readonly label: string;
  readonly text: string;
  readonly autoFocus: boolean;
  readonly onChange: (text: string) => void;
  /** By Ctrl or Cmd with Enter. */
  readonly onSend: () => void;
};

const MOST_NAMES = 6;
const NOBODY: readonly User[] = [];

/** Those whom the name that is being written may mean. */
function usePeople(draft: MentionDraft | null): readonly User[] {
  const { data = NOBODY } = useGetUsersQuery(
    { role: '', group: '', includeEnded: false },
    { skip: draft === null },
  );
  if (draft === null) return NOBODY;
  return data.filter((user) => matchesPerson(user, draft.typed)).slice(0, MOST_NAMES);
}

type NameListProps = {
  readonly id: string;
  readonly anchor: HTMLElement | null;
  readonly people: readonly User[];
  readonly active: number;
  readonly onPick: (user: User) => void;
};

function NameList({ id, anchor, people, active, onPick }: NameListProps) {
  return (
    <Popper open anchorEl={anchor} placement="bottom-start" sx={{ zIndex: 'modal' }}>
      <Paper variant="outlined">
        <MenuList id={id} role="listbox" aria-label="People" dense>
          {people.map((user, index) => (
            <MenuItem
              key={user.id}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              selected={index === active}
              aria-selected={index === active}
              // The field keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onPick(user)}
            >
              {nameOf(user)}
            </MenuItem>
          ))}
        </MenuList>
      </Paper>
    </Popper>
  );
}

type Mentioning = {
  readonly people: readonly User[];
  readonly active: number;
  readonly isOpen: boolean;
  readonly look: (text: string) => void;
  readonly pick: (user: User) => void;
  readonly close: () => void;
  /** Whether the key was one of the list's. */
  readonly press: (key: string) => boolean;
};

/** The list of people under a field, and what is chosen of it. */
function useMentioning(
  fieldRef: RefObject<HTMLTextAreaElement | null>,
  text: string,
  onChange: (text: string) => void,
): Mentioning {
  const [draft, setDraft] = useState<MentionDraft | null>(null);
  const [active, setActive] = useState(0);
  const people = usePeople(draft);
  const isOpen = draft !== null && people.length > 0;
  const close = () => setDraft(null);
  const pick = (user: User) => {
    if (draft === null) return;
    const done = completeMention(text, draft, user.username);
    onChange(done.text);
    close();
    // After the field has the new text.
    requestAnimationFrame(() => fieldRef.current?.setSelectionRange(done.cursor, done.cursor));
  };
  const press = (key: string): boolean => {
    const user = people[active];
    if (!isOpen || user === undefined) return false;
    if (key === 'ArrowDown') setActive((active + 1) % people.length);
    else if (key === 'ArrowUp') setActive((active + people.length - 1) % people.length);
    else if (key === 'Enter' || key === 'Tab') pick(user);
    else if (key === 'Escape') close();
    else return false;
    return true;
  };
  const look = (value: string) => {
    setDraft(findMention(value, fieldRef.current?.selectionStart ?? value.length));
    setActive(0);
  };
  return { people, active, isOpen, look, pick, close, press };
}

/** A text in which @ offers people's names: arrows choose one, Enter or Tab takes it. */
export function MentionField({ label, text, autoFocus, onChange, onSend }: MentionFieldProps) {
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const { people, active, isOpen, look, pick, close, press } = useMentioning(
    fieldRef,
    text,
    onChange,
  );
  const handleKey = (event: KeyboardEvent) => {
    const isSending = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    if (isSending) onSend();
    else if (!press(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Box>
      <TextField
        label={label}
        value={text}
        inputRef={fieldRef}
        autoFocus={autoFocus}
        multiline
        fullWidth
        minRows={2}
        maxRows={14}
        onChange={(event) => {
          onChange(event.target.value);
          look(event.target.value);
        }}
        onKeyDown={handleKey}
        onBlur={close}
        slotProps={{
          htmlInput: {
            'aria-autocomplete': 'list',
            'aria-controls': isOpen ? listId : undefined,
            'aria-activedescendant': isOpen ? `${listId}-${active}` : undefined,
          },
        }}
      />
      {isOpen && (
        <NameList
          id={listId}
          anchor={fieldRef.current}
          people={people}
          active={active}
          onPick={pick}
        />
      )}
    </Box>
  );
}
