import { Alert, Box, Button, MenuItem, Skeleton, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import type { FilterHistory } from '../../../api/types.ts';
import { CheckLine } from '../../../ui/check-line.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import {
  type FollowupAllocation,
  type InstrumentForms,
  useGetFollowupAllocationsQuery,
  useGetInstrumentFormsQuery,
} from '../../followup/followup.api.ts';
import { PayloadFields, standingFields } from '../../followup/payload-fields.tsx';
import { filledIn, formFields, usualValues } from '../../followup/schema-fields.ts';
import { type RuleSettings, useSetRuleMutation, useTryRuleMutation } from './rule.api.ts';
import { isAutosaving, OBSTACLES, type RuleEdit, readRule, writeRule } from './rule-settings.ts';
import { RuleTrials } from './rule-trials.tsx';

type FormProps = { readonly filter: FilterHistory; readonly onDone: () => void };
type KnownProps = FormProps & {
  readonly allocations: readonly FollowupAllocation[];
  readonly forms: InstrumentForms;
};
type PartProps = {
  readonly edit: RuleEdit;
  readonly onChange: (change: Partial<RuleEdit>) => void;
};

function Obstacles({ edit, onChange }: PartProps) {
  return (
    <Box component="fieldset" sx={{ border: 0, p: 0, m: 0, gridColumn: '1 / -1' }}>
      <Box component="legend" sx={{ p: 0, fontSize: 13 }}>
        Not where
      </Box>
      {OBSTACLES.map(([name, label]) => {
        const value = edit.obstacles[name];
        return (
          <CheckLine
            key={name}
            label={typeof value === 'number' ? `${label} (in the last ${value} h)` : label}
            checked={value !== false}
            onChange={(isOn) => onChange({ obstacles: { ...edit.obstacles, [name]: isOn } })}
          />
        );
      })}
    </Box>
  );
}

function Details({ edit, onChange }: PartProps) {
  return (
    <>
      <TextField
        label="To be observed within [days]"
        type="number"
        value={edit.validityDays}
        onChange={({ target }) => onChange({ validityDays: Number(target.value) })}
        slotProps={{ htmlInput: { min: 0.1, max: 365, step: 'any' } }}
      />
      <TextField
        select
        label="More urgent is"
        value={edit.isHigherBetter ? 'asc' : 'desc'}
        onChange={({ target }) => onChange({ isHigherBetter: target.value === 'asc' })}
      >
        <MenuItem value="asc">a higher priority number</MenuItem>
        <MenuItem value="desc">a lower priority number</MenuItem>
      </TextField>
      <Obstacles edit={edit} onChange={onChange} />
      <TextField
        label="Said on the source’s page"
        value={edit.comment}
        onChange={({ target }) => onChange({ comment: target.value })}
        sx={{ gridColumn: '1 / -1' }}
      />
      <TextField
        label="Of what passes, which: stages"
        helperText="What they compute as payload and comment changes those of the rule"
        multiline
        minRows={2}
        maxRows={12}
        value={edit.pipeline}
        onChange={({ target }) => onChange({ pipeline: target.value })}
        slotProps={{ htmlInput: { spellCheck: false, style: { fontFamily: 'monospace' } } }}
        sx={{ gridColumn: '1 / -1' }}
      />
    </>
  );
}

type ActsProps = FormProps & {
  readonly settings: RuleSettings;
  readonly saving: { readonly isLoading: boolean; readonly error?: unknown };
};

/** Saves it, or shows what it would do. */
function Acts({ filter, settings, saving, onDone }: ActsProps) {
  const [look, looked] = useTryRuleMutation();
  return (
    <Box sx={{ gridColumn: '1 / -1', display: 'grid', gap: 1 }}>
      <Box>
        <Button type="submit" variant="contained" disabled={saving.isLoading}>
          Save the rule
        </Button>
        <Button disabled={looked.isLoading} onClick={() => void look({ id: filter.id, settings })}>
          Try it
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </Box>
      {saving.error !== undefined && <ErrorNotice what="Not saved" error={saving.error} />}
      {looked.error !== undefined && <ErrorNotice what="Not tried" error={looked.error} />}
      {looked.data !== undefined && <RuleTrials trials={looked.data} />}
    </Box>
  );
}

function KnownForm({ filter, allocations, forms, onDone }: KnownProps) {
  const usable = allocations.filter(({ instrument_id: id }) => forms[String(id)]?.formSchema);
  const [edit, setEdit] = useState<RuleEdit>(() => readRule(filter.auto_followup));
  const [save, saving] = useSetRuleMutation();
  const allocation = usable.find(({ id }) => id === edit.allocationId) ?? usable[0];
  const schema = forms[String(allocation?.instrument_id)]?.formSchema;
  if (allocation === undefined || !schema) {
    return (
      <Alert severity="info">None of your groups has time on an instrument that is asked.</Alert>
    );
  }
  const change = (part: Partial<RuleEdit>) => setEdit({ ...edit, ...part });
  const values = { ...usualValues(schema), ...edit.values };
  const fields = standingFields(formFields(schema, values));
  const settings = writeRule(
    filter.auto_followup,
    { ...edit, allocationId: allocation.id },
    filledIn(fields, values),
  );
  const isSaving = isAutosaving(filter.autosave);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save({ id: filter.id, auto_followup: settings, ...(isSaving ? {} : { autosave: true }) })
      .unwrap()
      .then(onDone, () => undefined);
  };
  return (
    <Box
      component="form"
      aria-label="Follow-up by itself"
      onSubmit={submit}
      sx={{ display: 'grid', gap: 1.5, pt: 1, gridTemplateColumns: { sm: '1fr 1fr' } }}
    >
      <PayloadFields
        allocations={usable}
        chosen={allocation}
        fields={fields}
        values={values}
        onChoose={(id) => change({ allocationId: id, values: {} })}
        onType={(name, value) => change({ values: { ...edit.values, [name]: value } })}
      />
      <Details edit={edit} onChange={change} />
      {!isSaving && (
        <Alert severity="info" sx={{ gridColumn: '1 / -1' }}>
          Only what is saved is asked for: with the rule, what passes is saved to the group at once.
        </Alert>
      )}
      <Acts filter={filter} settings={settings} saving={saving} onDone={onDone} />
    </Box>
  );
}

/** What a filter is to ask for by itself. */
export function RuleForm(props: FormProps) {
  const forms = useGetInstrumentFormsQuery();
  const allocations = useGetFollowupAllocationsQuery();
  const error = forms.error ?? allocations.error;
  if (error !== undefined) return <ErrorNotice what="Not known" error={error} />;
  if (!forms.data || !allocations.data) return <Skeleton variant="rounded" height={200} />;
  return <KnownForm {...props} forms={forms.data} allocations={allocations.data} />;
}
