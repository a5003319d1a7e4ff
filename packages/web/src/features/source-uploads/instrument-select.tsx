import { Autocomplete, TextField } from '@mui/material';
import type { Instrument } from '../../api/types.ts';
import { useGetInstrumentsQuery } from './uploads.api.ts';

type InstrumentSelectProps = {
  readonly value: Instrument | null;
  readonly isRequired: boolean;
  readonly onChoose: (instrument: Instrument | null) => void;
};

const NONE: readonly Instrument[] = [];

/** One of the instruments, by its name and its telescope's. */
export function InstrumentSelect({ value, isRequired, onChoose }: InstrumentSelectProps) {
  const { data = NONE, error, isLoading } = useGetInstrumentsQuery();
  return (
    <Autocomplete
      options={data}
      value={value}
      loading={isLoading}
      autoHighlight
      getOptionLabel={({ name, telescope }) => `${name}, ${telescope?.name ?? ''}`}
      getOptionKey={({ id }) => id}
      isOptionEqualToValue={(a, b) => a.id === b.id}
      noOptionsText="No such instrument"
      onChange={(_event, chosen) => onChoose(chosen)}
      renderInput={(params) => (
        <TextField
          {...params}
          label="Instrument"
          required={isRequired}
          error={error !== undefined}
          helperText={error && 'The instruments could not be fetched.'}
        />
      )}
      size="small"
      sx={{ flex: '1 1 220px' }}
    />
  );
}
