import {
  Box,
  Button,
  Checkbox,
  FormControlLabel,
  MenuItem,
  Paper,
  TextField,
  Typography,
} from '@mui/material';
import { type FormEvent, useState } from 'react';
import { GroupsPicker } from '../groups/groups-picker.tsx';
import { useMyGroups } from '../session/use-profile.ts';
import { FILTER_SECTIONS, type FilterField, type FilterSection } from './table-query.ts';

type Filters = Readonly<Record<string, string>>;

type FieldProps = {
  readonly field: FilterField;
  readonly value: string;
  readonly onChange: (value: string) => void;
};

function GroupsField({ field, value, onChange }: FieldProps) {
  const groups = useMyGroups();
  const ids = value === '' ? [] : value.split(',').map(Number);
  return (
    <GroupsPicker
      label={field.label}
      placeholder="all of mine"
      chosen={groups.filter(({ id }) => ids.includes(id))}
      onChoose={(chosen) => onChange(chosen.map(({ id }) => id).join(','))}
    />
  );
}

function Field({ field, value, onChange }: FieldProps) {
  const { label, kind, hint, options = [] } = field;
  if (kind === 'groups') return <GroupsField field={field} value={value} onChange={onChange} />;
  if (kind === 'flag') {
    return (
      <FormControlLabel
        control={
          <Checkbox
            size="small"
            checked={value === 'true'}
            onChange={(_event, isChecked) => onChange(isChecked ? 'true' : '')}
          />
        }
        label={label}
      />
    );
  }
  const isDate = kind === 'date';
  return (
    <TextField
      label={label}
      value={value}
      select={kind === 'choice'}
      type={isDate ? 'datetime-local' : 'text'}
      helperText={hint ?? (isDate ? 'UTC' : undefined)}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{
        ...(isDate ? { inputLabel: { shrink: true } } : {}),
        htmlInput: kind === 'number' ? { inputMode: 'decimal' } : {},
      }}
      fullWidth
    >
      {kind === 'choice' && [
        <MenuItem key="" value="">
          to any of these groups
        </MenuItem>,
        ...options.map(([one, words]) => (
          <MenuItem key={one} value={one}>
            {words}
          </MenuItem>
        )),
      ]}
    </TextField>
  );
}

type SectionFieldsProps = {
  readonly section: FilterSection;
  readonly filters: Filters;
  readonly onChange: (name: string, value: string) => void;
};

function SectionFields({ section, filters, onChange }: SectionFieldsProps) {
  return (
    <Box
      component="fieldset"
      sx={{ border: 0, p: 0, m: 0, minWidth: 0, display: 'grid', gap: 1, alignContent: 'start' }}
    >
      <Typography component="legend" variant="h2" sx={{ mb: 1, p: 0 }}>
        {section.title}
      </Typography>
      {section.fields.map((field) => (
        <Field
          key={field.name}
          field={field}
          value={filters[field.name] ?? ''}
          onChange={(value) => onChange(field.name, value)}
        />
      ))}
    </Box>
  );
}

type FilterPanelProps = {
  readonly filters: Filters;
  readonly onApply: (filters: Filters) => void;
  readonly onClose: () => void;
};

/** Every condition at once; nothing is asked before it is applied. */
export function FilterPanel({ filters, onApply, onClose }: FilterPanelProps) {
  const [draft, setDraft] = useState<Filters>(filters);
  const apply = (event: FormEvent) => {
    event.preventDefault();
    const entries = Object.entries(draft).map(([name, value]) => [name, value.trim()] as const);
    onApply(Object.fromEntries(entries.filter(([, value]) => value !== '')));
  };
  return (
    <Paper
      variant="outlined"
      component="form"
      aria-label="Filters"
      onSubmit={apply}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      sx={{ p: 1.5 }}
    >
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: 'repeat(auto-fill, minmax(220px, 1fr))',
        }}
      >
        {FILTER_SECTIONS.map((section) => (
          <SectionFields
            key={section.title}
            section={section}
            filters={draft}
            onChange={(name, value) => setDraft({ ...draft, [name]: value })}
          />
        ))}
      </Box>
      <Box
        sx={{
          display: 'flex',
          gap: 1,
          mt: 2,
          justifyContent: 'flex-end',
          position: 'sticky',
          bottom: 0,
          bgcolor: 'background.paper',
          py: 1,
        }}
      >
        <Button onClick={() => setDraft({})}>Clear</Button>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="contained">
          Apply
        </Button>
      </Box>
    </Paper>
  );
}
