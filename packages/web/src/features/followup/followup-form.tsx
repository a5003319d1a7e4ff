import { Alert, Box, Button, MenuItem, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import {
  type Asked,
  type DryRun,
  type FollowupAllocation,
  type InstrumentForms,
  useAskFollowupMutation,
  useTryFollowupMutation,
} from './followup.api.ts';
import { SchemaField } from './schema-field.tsx';
import { type FormValues, filledIn, formFields, usualValues } from './schema-fields.ts';

type FollowupFormProps = {
  readonly objId: string;
  readonly allocations: readonly FollowupAllocation[];
  readonly forms: InstrumentForms;
  readonly onDone: () => void;
};

/** A way to ask: an allocation, and for what. */
type Way = {
  readonly key: string;
  readonly allocation: FollowupAllocation;
  readonly kind: Asked['request_type'];
  readonly schema: Readonly<Record<string, unknown>>;
};

function waysOf({ allocations, forms }: Pick<FollowupFormProps, 'allocations' | 'forms'>): Way[] {
  return allocations.flatMap((allocation) => {
    const form = forms[String(allocation.instrument_id)];
    if (form === undefined) return [];
    const way = (kind: Way['kind'], schema: Way['schema'] | null): Way[] =>
      schema === null || !allocation.types.includes(kind)
        ? []
        : [{ key: `${allocation.id} ${kind}`, allocation, kind, schema }];
    return [
      ...way('triggered', form.formSchema),
      ...way('forced_photometry', form.formSchemaForcedPhotometry),
    ];
  });
}

const nameOf = ({ allocation, kind }: Way) =>
  `${allocation.instrument.name} · ${allocation.group.nickname ?? allocation.group.name}${
    kind === 'forced_photometry' ? ' · forced photometry' : ''
  }`;

type ProspectProps = { readonly data: DryRun | undefined; readonly error: unknown };

/** What would come of it. */
function Prospect({ data, error }: ProspectProps) {
  if (error !== undefined) return <ErrorNotice what="Not known" error={error} />;
  if (data === undefined) return null;
  if (data.problems.length > 0) {
    return (
      <Alert severity="warning">
        {data.problems.map(({ field, message }) => (
          <Box key={field + message}>
            {field.replace(/^payload\./, '').replaceAll('_', ' ')} {message}
          </Box>
        ))}
      </Alert>
    );
  }
  const altitude =
    data.max_altitude_deg === null ? '' : ` It rises to ${data.max_altitude_deg.toFixed(0)}°.`;
  return (
    <Alert severity="info">
      Takes {data.hours.toFixed(2)} h of {data.hours_left.toFixed(2)} h that are left.{altitude}
    </Alert>
  );
}

type WayChoiceProps = {
  readonly ways: readonly Way[];
  readonly way: Way;
  readonly onChoose: (key: string) => void;
};

function WayChoice({ ways, way, onChoose }: WayChoiceProps) {
  return (
    <TextField
      select
      label="Instrument and group"
      value={way.key}
      onChange={({ target }) => onChoose(target.value)}
      sx={{ gridColumn: '1 / -1' }}
    >
      {ways.map((one) => (
        <MenuItem key={one.key} value={one.key}>
          {nameOf(one)}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** Asks a facility for an observation, by its own form. */
export function FollowupForm({ objId, onDone, ...given }: FollowupFormProps) {
  const ways = waysOf(given);
  const [key, setKey] = useState(ways[0]?.key ?? '');
  const way = ways.find((one) => one.key === key) ?? ways[0];
  const [typed, setTyped] = useState<FormValues>({});
  const [ask, asking] = useAskFollowupMutation();
  const [look, looked] = useTryFollowupMutation();
  if (way === undefined) {
    return (
      <Alert severity="info">
        None of your groups has time on an instrument that is asked here.
      </Alert>
    );
  }
  const values = { ...usualValues(way.schema), ...typed };
  const fields = formFields(way.schema, values);
  const asked: Asked = {
    obj_id: objId,
    allocation_id: way.allocation.id,
    request_type: way.kind,
    payload: filledIn(fields, values),
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask(asked)
      .unwrap()
      .then(onDone, () => undefined);
  };
  return (
    <Box
      component="form"
      aria-label={`Ask for an observation of ${objId}`}
      onSubmit={submit}
      sx={{ display: 'grid', gap: 1.5, pt: 1, gridTemplateColumns: { sm: '1fr 1fr' } }}
    >
      <WayChoice
        ways={ways}
        way={way}
        onChoose={(chosen) => {
          setKey(chosen);
          setTyped({});
          looked.reset();
        }}
      />
      {fields.map((field) => (
        <SchemaField
          key={field.name}
          field={field}
          value={values[field.name]}
          onChange={(value) => setTyped({ ...typed, [field.name]: value })}
        />
      ))}
      <Box sx={{ gridColumn: '1 / -1', display: 'grid', gap: 1 }}>
        <Box>
          <Button type="submit" variant="contained" disabled={asking.isLoading}>
            Ask for it
          </Button>
          <Button onClick={() => look(asked)} disabled={looked.isLoading}>
            Check
          </Button>
          <Button onClick={onDone}>Cancel</Button>
        </Box>
        <Prospect data={looked.data} error={looked.error} />
        {asking.error !== undefined && <ErrorNotice what="Not sent" error={asking.error} />}
        {asking.data?.ignored && <Alert severity="info">{asking.data.message}</Alert>}
      </Box>
    </Box>
  );
}
