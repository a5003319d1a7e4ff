import { Autocomplete, TextField } from '@mui/material';
import { useState } from 'react';
import { useListSkyMapsQuery } from '../skymaps/sky-maps.api.ts';
import { ChoiceField, ConditionGroup } from './condition-fields.tsx';
import type { DraftProps } from './conditions-dialog.tsx';

const LEVELS = [
  ['50', 'its 50 % region'],
  ['90', 'its 90 % region'],
  ['95', 'its 95 % region'],
  ['99', 'its 99 % region'],
] as const;
const MOST_MAPS = 20;

/** A sky map, found by a part of its name, within whose credible region candidates are. */
export function SkyMapConditions({ draft, onChange }: DraftProps) {
  const [typed, setTyped] = useState('');
  const words = typed.trim();
  const { currentData, isFetching } = useListSkyMapsQuery(
    words === '' ? { numPerPage: MOST_MAPS } : { search: words, numPerPage: MOST_MAPS },
  );
  const { skyMap } = draft;
  const maps = (currentData?.localizations ?? []).map(({ dateobs, localization_name: name }) => ({
    dateobs,
    name,
  }));
  const level = LEVELS.find(([percent]) => Number(percent) === skyMap?.percent)?.[0] ?? '90';
  return (
    <ConditionGroup title="The sky">
      <Autocomplete
        options={maps}
        value={skyMap}
        loading={isFetching}
        // The server has searched already.
        filterOptions={(options) => options}
        getOptionLabel={({ dateobs, name }) => `${name}, ${dateobs.slice(0, 16).replace('T', ' ')}`}
        getOptionKey={({ dateobs, name }) => `${dateobs} ${name}`}
        isOptionEqualToValue={(a, b) => a.dateobs === b.dateobs && a.name === b.name}
        noOptionsText="No such sky map"
        onInputChange={(_event, text, reason) => setTyped(reason === 'input' ? text : '')}
        onChange={(_event, map) => onChange({ skyMap: map && { ...map, percent: Number(level) } })}
        renderInput={(params) => <TextField {...params} label="Within the sky map" />}
      />
      {skyMap !== null && (
        <ChoiceField
          label="How far"
          value={level}
          choices={LEVELS}
          onChange={(percent) => onChange({ skyMap: { ...skyMap, percent: Number(percent) } })}
        />
      )}
    </ConditionGroup>
  );
}
