import { Autocomplete, Box, TextField } from '@mui/material';
import { useMemo } from 'react';
import type { Taxonomy } from '../../api/types.ts';
import { useGetTaxonomiesQuery } from './classifications.api.ts';
import { listClasses, searchClasses, type TaxonomyClass } from './taxonomy-classes.ts';

type ClassPickerProps = {
  readonly value: TaxonomyClass | null;
  readonly autoFocus?: boolean;
  readonly onChoose: (chosen: TaxonomyClass | null) => void;
};

const NONE: readonly Taxonomy[] = [];
const MOST_SHOWN = 200;

/** Where a class stands: as deep as it is when one looks at all, by its path when one searches. */
function ClassLine({ one, isSearch }: { readonly one: TaxonomyClass; readonly isSearch: boolean }) {
  const hints = [isSearch ? one.path.join(' › ') : '', one.otherNames.join(', ')].filter(Boolean);
  return (
    <Box sx={{ pl: isSearch ? 0 : Math.min(one.path.length, 6) * 1.5, minWidth: 0 }}>
      {one.name}
      {hints.length > 0 && (
        <Box component="span" sx={{ color: 'text.secondary', fontSize: 12, ml: 1 }}>
          {hints.join(' · ')}
        </Box>
      )}
    </Box>
  );
}

/** A class of one of the viewer's taxonomies, found by its names or by those above it. */
export function ClassPicker({ value, autoFocus = false, onChoose }: ClassPickerProps) {
  const { data = NONE, error, isLoading } = useGetTaxonomiesQuery();
  const classes = useMemo(() => listClasses(data), [data]);
  const isEmpty = !isLoading && error === undefined && classes.length === 0;
  return (
    <Autocomplete
      options={classes}
      value={value}
      loading={isLoading}
      autoHighlight
      openOnFocus={false}
      filterOptions={(all, { inputValue }) => {
        const isChosen = value !== null && inputValue === value.name;
        return searchClasses(all, isChosen ? '' : inputValue).slice(0, MOST_SHOWN);
      }}
      groupBy={({ taxonomyName }) => taxonomyName}
      getOptionLabel={({ name }) => name}
      getOptionKey={({ taxonomyId, path, name }) => [taxonomyId, ...path, name].join('/')}
      isOptionEqualToValue={(a, b) => a.taxonomyId === b.taxonomyId && a.name === b.name}
      noOptionsText={isEmpty ? 'None of your groups has a taxonomy' : 'No such class'}
      onChange={(_event, chosen) => onChoose(chosen)}
      renderOption={({ key, ...props }, one, { inputValue }) => (
        <li key={key} {...props}>
          <ClassLine one={one} isSearch={inputValue !== '' && inputValue !== value?.name} />
        </li>
      )}
      renderInput={(params) => (
        <TextField
          {...params}
          label="Class"
          autoFocus={autoFocus}
          error={error !== undefined}
          helperText={error && 'The taxonomies could not be fetched.'}
        />
      )}
      size="small"
      sx={{ flex: '1 1 220px', minWidth: 0 }}
    />
  );
}
