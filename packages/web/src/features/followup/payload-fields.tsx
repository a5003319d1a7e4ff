import { MenuItem, TextField } from '@mui/material';
import type { FollowupAllocation } from './followup.api.ts';
import { SchemaField } from './schema-field.tsx';
import type { FormField, FormValues } from './schema-fields.ts';

type PayloadFieldsProps = {
  /** Those on instruments that are asked by a form. */
  readonly allocations: readonly FollowupAllocation[];
  readonly chosen: FollowupAllocation;
  readonly fields: readonly FormField[];
  readonly values: FormValues;
  readonly onChoose: (id: number) => void;
  readonly onType: (name: string, value: unknown) => void;
};

/** From when to when is said by when a rule is set off. */
const DATES: readonly string[] = ['start_date', 'end_date'];

/** The fields of a form that a rule says in advance. */
export function standingFields(fields: readonly FormField[]): readonly FormField[] {
  return fields.filter(({ name }) => !DATES.includes(name));
}

/** What a rule asks for: of which allocation, by its instrument's form. */
export function PayloadFields({ allocations, chosen, ...rest }: PayloadFieldsProps) {
  const { fields, values, onChoose, onType } = rest;
  return (
    <>
      <TextField
        select
        label="Instrument and group"
        value={chosen.id}
        onChange={({ target }) => onChoose(Number(target.value))}
        sx={{ gridColumn: '1 / -1' }}
      >
        {allocations.map((one) => (
          <MenuItem key={one.id} value={one.id}>
            {one.instrument.name} · {one.group.nickname ?? one.group.name}
          </MenuItem>
        ))}
      </TextField>
      {fields.map((field) => (
        <SchemaField
          key={field.name}
          field={field}
          value={values[field.name]}
          onChange={(value) => onType(field.name, value)}
        />
      ))}
    </>
  );
}
