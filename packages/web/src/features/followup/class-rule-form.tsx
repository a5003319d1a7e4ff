import { Alert, Box, Button, Skeleton, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import {
  useAddClassRuleMutation,
  useGetFollowupAllocationsQuery,
  useGetInstrumentFormsQuery,
} from './followup.api.ts';
import { PayloadFields, standingFields } from './payload-fields.tsx';
import { type FormValues, filledIn, formFields, usualValues } from './schema-fields.ts';

type Said = {
  readonly name: string;
  readonly class: string;
  readonly probability: string;
  readonly days: string;
};

const WORDS = [
  ['name', 'Name of the rule', 'text'],
  ['class', 'Class', 'text'],
  ['probability', 'From this probability on', 'number'],
  ['days', 'To be observed within [days]', 'number'],
] as const;

type WordsProps = { readonly said: Said; readonly onChange: (change: Partial<Said>) => void };

/** How it is called, and what sets it off. */
function Words({ said, onChange }: WordsProps) {
  return WORDS.map(([name, label, type]) => (
    <TextField
      key={name}
      label={label}
      type={type}
      required={name !== 'probability'}
      value={said[name]}
      onChange={({ target }) => onChange({ [name]: target.value })}
      slotProps={{ htmlInput: type === 'number' ? { min: 0, step: 'any' } : {} }}
    />
  ));
}

/** A rule that asks for an observation where a class is given. */
export function ClassRuleForm({ onDone }: { readonly onDone: () => void }) {
  const forms = useGetInstrumentFormsQuery().data;
  const allocations = useGetFollowupAllocationsQuery().data;
  const [chosen, setChosen] = useState<number | null>(null);
  const [typed, setTyped] = useState<FormValues>({});
  const [said, setSaid] = useState<Said>({ name: '', class: '', probability: '', days: '7' });
  const [add, { error, isLoading }] = useAddClassRuleMutation();
  if (!forms || !allocations) return <Skeleton variant="rounded" height={160} />;
  const usable = allocations.filter(({ instrument_id: id }) => forms[String(id)]?.formSchema);
  const allocation = usable.find(({ id }) => id === chosen) ?? usable[0];
  const schema = forms[String(allocation?.instrument_id)]?.formSchema;
  if (allocation === undefined || !schema) {
    return (
      <Alert severity="info">None of your groups has time on an instrument that is asked.</Alert>
    );
  }
  const values = { ...usualValues(schema), ...typed };
  const fields = standingFields(formFields(schema, values));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const probability = said.probability === '' ? {} : { probability: Number(said.probability) };
    add({
      default_followup_name: said.name.trim(),
      allocation_id: allocation.id,
      payload: filledIn(fields, values),
      source_filter: { classifications: [{ name: said.class.trim(), ...probability }] },
      validity_days: Number(said.days),
    })
      .unwrap()
      .then(onDone, () => undefined);
  };
  return (
    <Box
      component="form"
      aria-label="New rule of a class"
      onSubmit={submit}
      sx={{ display: 'grid', gap: 1.5, py: 1, gridTemplateColumns: { sm: '1fr 1fr' } }}
    >
      <Words said={said} onChange={(change) => setSaid({ ...said, ...change })} />
      <PayloadFields
        allocations={usable}
        chosen={allocation}
        fields={fields}
        values={values}
        onChoose={(id) => {
          setChosen(id);
          setTyped({});
        }}
        onType={(name, value) => setTyped({ ...typed, [name]: value })}
      />
      <Box sx={{ gridColumn: '1 / -1' }}>
        <Button type="submit" variant="contained" disabled={isLoading}>
          Save the rule
        </Button>
        <Button onClick={onDone}>Cancel</Button>
        {error !== undefined && <ErrorNotice what="Not saved" error={error} />}
      </Box>
    </Box>
  );
}
