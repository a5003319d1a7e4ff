import AddIcon from '@mui/icons-material/Add';
import { Autocomplete, Box, Chip, IconButton, TextField } from '@mui/material';
import { useState } from 'react';
import { describeError } from '../../api/api-error.ts';
import { useMay } from '../session/use-profile.ts';
import {
  useAddTagMutation,
  useGetTagOptionsQuery,
  useGetTagsQuery,
  useMakeTagOptionMutation,
  useRemoveTagMutation,
} from './tags.api.ts';

const WORD = /^[A-Za-z0-9]{1,100}$/;

/** A word that may be a tag, or one that is to be made. */
type Choice = { readonly id: number | null; readonly name: string };

type TagPickerProps = {
  readonly taken: readonly number[];
  readonly onPick: (choice: Choice) => void;
  readonly onClose: () => void;
};

function TagPicker({ taken, onPick, onClose }: TagPickerProps) {
  const { data = [], isLoading } = useGetTagOptionsQuery();
  const mayMake = useMay('Manage sources');
  const free: readonly Choice[] = data
    .filter(({ id }) => !taken.includes(id))
    .map(({ id, name }) => ({ id, name }));
  return (
    <Autocomplete
      openOnFocus
      autoHighlight
      blurOnSelect
      options={free}
      loading={isLoading}
      getOptionLabel={({ id, name }) => (id === null ? `Make the tag “${name}”` : name)}
      getOptionKey={({ id, name }) => id ?? name}
      noOptionsText={mayMake ? 'Letters and digits make a new tag' : 'No such tag'}
      filterOptions={(options, { inputValue }) => {
        const typed = inputValue.trim();
        const small = typed.toLowerCase();
        const found = options.filter(({ name }) => name.toLowerCase().includes(small));
        const isNew = data.every(({ name }) => name.toLowerCase() !== small);
        return mayMake && isNew && WORD.test(typed) ? [...found, { id: null, name: typed }] : found;
      }}
      onChange={(_event, choice) => choice && onPick(choice)}
      onBlur={onClose}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      renderInput={(params) => <TextField {...params} label="Tag" autoFocus />}
      size="small"
      sx={{ width: 200 }}
    />
  );
}

/** The tags on an object; a cross takes one off, a plus puts one on. */
export function TagChips({ objId }: { readonly objId: string }) {
  const { currentData = [] } = useGetTagsQuery(objId);
  const [isPicking, setPicking] = useState(false);
  const [add, added] = useAddTagMutation();
  const [remove, removed] = useRemoveTagMutation();
  const [make, made] = useMakeTagOptionMutation();
  const mayTag = useMay('Upload data');
  const error = added.error ?? removed.error ?? made.error;
  const pick = async ({ id, name }: Choice) => {
    setPicking(false);
    const option =
      id === null
        ? await make(name)
            .unwrap()
            .catch(() => null)
        : { id };
    if (option !== null) await add({ objId, optionId: option.id });
  };
  return (
    <Box
      role="group"
      aria-label="Tags"
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5, alignItems: 'center' }}
    >
      {currentData.map((tag) => (
        <Chip
          key={tag.id}
          label={tag.name}
          variant="outlined"
          sx={tag.color === null ? {} : { borderColor: tag.color, borderWidth: 2 }}
          {...(mayTag
            ? {
                onDelete: () => void remove({ objId, id: tag.id }),
                'aria-label': `Tag ${tag.name}; Delete takes it off`,
              }
            : {})}
        />
      ))}
      {mayTag && !isPicking && (
        <IconButton size="small" aria-label="Add a tag" onClick={() => setPicking(true)}>
          <AddIcon sx={{ fontSize: 16 }} />
        </IconButton>
      )}
      {isPicking && (
        <TagPicker
          taken={currentData.map((tag) => tag.objtagoption_id)}
          onPick={(choice) => void pick(choice)}
          onClose={() => setPicking(false)}
        />
      )}
      {error !== undefined && (
        <Box role="alert" sx={{ fontSize: 12, color: 'error.main' }}>
          {describeError(error)}
        </Box>
      )}
    </Box>
  );
}
