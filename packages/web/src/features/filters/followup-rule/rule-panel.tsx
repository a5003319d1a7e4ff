import { Box, Button, Stack } from '@mui/material';
import { useState } from 'react';
import type { FilterHistory } from '../../../api/types.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Panel } from '../../../ui/panel.tsx';
import {
  useGetFollowupAllocationsQuery,
  useGetInstrumentFormsQuery,
} from '../../followup/followup.api.ts';
import { describePayload } from '../../followup/schema-fields.ts';
import { useSetRuleMutation } from './rule.api.ts';
import { RuleForm } from './rule-form.tsx';
import { RuleLog } from './rule-log.tsx';
import { readRule, ruleState } from './rule-settings.ts';

type PanelProps = { readonly filter: FilterHistory };

const STATES = {
  none: 'It asks for nothing by itself.',
  off: 'Switched off.',
  unset: 'Set before filters could ask: change and save it, and it asks with your rights.',
} as const;

/** What it asks for, in words. */
function Summary({ filter }: PanelProps) {
  const allocations = useGetFollowupAllocationsQuery();
  const forms = useGetInstrumentFormsQuery();
  const state = ruleState(filter);
  const { allocationId, values } = readRule(filter.auto_followup);
  const allocation = allocations.data?.find(({ id }) => id === allocationId);
  const form = forms.data?.[String(allocation?.instrument_id)];
  return (
    <Box sx={{ fontSize: 13 }}>
      {state !== 'on' && <Box sx={{ color: 'text.secondary' }}>{STATES[state]}</Box>}
      {state !== 'none' && (
        <Box>
          <b>{allocation?.instrument.name ?? `Allocation ${String(allocationId)}`}</b>
          {allocation !== undefined &&
            ` · ${allocation.group.nickname ?? allocation.group.name}, ${allocation.hours_left.toFixed(1)} h left`}
          <Box sx={{ color: 'text.secondary' }}>{describePayload(form?.formSchema, values)}</Box>
          {filter.followup_by !== null && (
            <Box sx={{ color: 'text.secondary' }}>With the rights of {filter.followup_by}</Box>
          )}
        </Box>
      )}
    </Box>
  );
}

/** What a filter asks facilities for by itself, what it did, and what it would do. */
export function RulePanel({ filter }: PanelProps) {
  const [isEditing, setEditing] = useState(false);
  const [save, { error, isLoading }] = useSetRuleMutation();
  const state = ruleState(filter);
  const turn = (active: boolean) =>
    void save({ id: filter.id, auto_followup: { ...filter.auto_followup, active } });
  return (
    <Panel
      title="Follow-up by itself"
      action={
        !isEditing && (
          <Stack direction="row" sx={{ gap: 1 }}>
            {(state === 'on' || state === 'off') && (
              <Button disabled={isLoading} onClick={() => turn(state === 'off')}>
                {state === 'on' ? 'Switch off' : 'Switch on'}
              </Button>
            )}
            <Button variant="outlined" onClick={() => setEditing(true)}>
              {state === 'none' ? 'Set a rule' : 'Change the rule'}
            </Button>
          </Stack>
        )
      }
    >
      {error !== undefined && <ErrorNotice what="Not changed" error={error} />}
      {isEditing ? (
        <RuleForm filter={filter} onDone={() => setEditing(false)} />
      ) : (
        <Summary filter={filter} />
      )}
      <RuleLog filterId={filter.id} />
    </Panel>
  );
}
