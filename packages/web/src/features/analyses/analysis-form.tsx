import { Box, Button, MenuItem, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import type { GroupRef } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { GroupsPicker, idsOf } from '../groups/groups-picker.tsx';
import { type AnalysisService, useStartAnalysisMutation } from './analyses.api.ts';
import { type AnalysisParameter, parametersOf, serviceName } from './analysis-words.ts';

type FieldProps = {
  readonly parameter: AnalysisParameter;
  readonly value: string;
  readonly onChange: (value: string) => void;
};

function ParameterField({ parameter: { name, values }, value, onChange }: FieldProps) {
  return (
    <TextField
      select={values.length > 0}
      label={name}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    >
      {values.length > 0 && [
        <MenuItem key="" value="">
          as the service chooses
        </MenuItem>,
        ...values.map((one) => (
          <MenuItem key={one} value={one}>
            {one}
          </MenuItem>
        )),
      ]}
    </TextField>
  );
}

type AnalysisFormProps = {
  readonly objId: string;
  readonly services: readonly AnalysisService[];
  readonly onDone: () => void;
};

/** Asks a service to analyse an object. */
export function AnalysisForm({ objId, services, onDone }: AnalysisFormProps) {
  const [serviceId, setServiceId] = useState(services[0]?.id ?? 0);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [groups, setGroups] = useState<readonly GroupRef[]>([]);
  const [start, { error, isLoading }] = useStartAnalysisMutation();
  const service = services.find(({ id }) => id === serviceId);
  if (service === undefined) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parameters = Object.fromEntries(Object.entries(typed).filter(([, value]) => value));
    start({ objId, serviceId, parameters, groupIds: idsOf(groups) })
      .unwrap()
      .then(onDone, () => undefined);
  };
  return (
    <Box
      component="form"
      aria-label={`Analyse ${objId}`}
      onSubmit={submit}
      sx={{ display: 'grid', gap: 1.5, pt: 1.5, gridTemplateColumns: { sm: '1fr 1fr' } }}
    >
      <TextField
        select
        label="Service"
        value={serviceId}
        helperText={service.description ?? undefined}
        onChange={({ target }) => {
          setServiceId(Number(target.value));
          setTyped({});
        }}
      >
        {services.map((one) => (
          <MenuItem key={one.id} value={one.id}>
            {serviceName(one)}
          </MenuItem>
        ))}
      </TextField>
      <GroupsPicker label="For" placeholder="all my groups" chosen={groups} onChoose={setGroups} />
      {parametersOf(service).map((parameter) => (
        <ParameterField
          key={`${service.id} ${parameter.name}`}
          parameter={parameter}
          value={typed[parameter.name] ?? ''}
          onChange={(value) => setTyped({ ...typed, [parameter.name]: value })}
        />
      ))}
      <Box sx={{ gridColumn: '1 / -1' }}>
        <Button type="submit" variant="contained" disabled={isLoading}>
          Run
        </Button>
        <Button onClick={onDone}>Cancel</Button>
        {error !== undefined && <ErrorNotice what="Not asked" error={error} />}
      </Box>
    </Box>
  );
}
