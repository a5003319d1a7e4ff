import { Box, Button, Skeleton } from '@mui/material';
import { useState } from 'react';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel, RowList } from '../../ui/panel.tsx';
import { OutcomeLine } from '../filters/followup-rule/rule-trials.tsx';
import { useMay } from '../session/use-profile.ts';
import { ClassRuleForm } from './class-rule-form.tsx';
import {
  type ClassRule,
  type FollowupAllocation,
  useDeleteClassRuleMutation,
  useGetClassRuleRunsQuery,
  useGetClassRulesQuery,
  useGetFollowupAllocationsQuery,
  useGetInstrumentFormsQuery,
} from './followup.api.ts';
import { describePayload } from './schema-fields.ts';

/** What a rule did, the last first. */
function Runs({ id }: { readonly id: number }) {
  const { currentData: runs, error } = useGetClassRuleRunsQuery(id);
  if (error !== undefined) return <ErrorNotice what="Its log" error={error} />;
  if (runs === undefined) return <Skeleton variant="rounded" height={24} />;
  if (runs.length === 0) return <Box sx={{ color: 'text.secondary' }}>It did nothing yet.</Box>;
  return (
    <RowList label="What it did">
      {runs.slice(0, 50).map((run) => (
        <OutcomeLine
          key={String(run.id)}
          objId={run.obj_id}
          outcome={run.outcome}
          words={run.words}
        />
      ))}
    </RowList>
  );
}

/** What classes set a rule off, in words. */
function classesOf({ source_filter: wanted }: ClassRule): string {
  const classes: readonly unknown[] = Array.isArray(wanted.classifications)
    ? wanted.classifications
    : [];
  return classes
    .flatMap((one) => {
      if (typeof one !== 'object' || one === null || !('name' in one)) return [];
      const least = 'probability' in one ? Number(one.probability) : null;
      return [least === null ? String(one.name) : `${String(one.name)} (from ${least})`];
    })
    .join(', ');
}

type LineProps = {
  readonly rule: ClassRule;
  readonly allocation: FollowupAllocation | undefined;
};

function RuleLine({ rule, allocation }: LineProps) {
  const [isOpen, setOpen] = useState(false);
  const [remove, { error, isLoading }] = useDeleteClassRuleMutation();
  const form = useGetInstrumentFormsQuery().data?.[String(allocation?.instrument_id)];
  const mayChange = useMay('Upload data');
  const name = rule.default_followup_name;
  return (
    <Box component="li" sx={{ fontSize: 13, overflowWrap: 'anywhere' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
        <b>{name}</b>
        <span>{classesOf(rule)}</span>
        <Box sx={{ flex: 1 }} />
        <Button
          aria-expanded={isOpen}
          aria-label={`What ${name} did`}
          onClick={() => setOpen(!isOpen)}
          sx={{ py: 0 }}
        >
          Log
        </Button>
        {mayChange && (
          <ConfirmButton
            verb="Delete"
            what={`the rule ${name}`}
            isBusy={isLoading}
            onConfirm={() => void remove(rule.id)}
          />
        )}
      </Box>
      <Box sx={{ color: 'text.secondary' }}>
        {allocation === undefined
          ? `Allocation ${rule.allocation_id}`
          : `${allocation.instrument.name} · ${allocation.group.nickname ?? allocation.group.name}`}
        : {describePayload(form?.formSchema, rule.payload)}
      </Box>
      {error !== undefined && <ErrorNotice what="Not deleted" error={error} />}
      {isOpen && <Runs id={rule.id} />}
    </Box>
  );
}

/** What is asked for by itself where somebody gives a class. */
export function ClassRules() {
  const { data: rules, error, refetch } = useGetClassRulesQuery();
  const allocations = useGetFollowupAllocationsQuery().data;
  const [isAdding, setAdding] = useState(false);
  const mayAdd = useMay('Upload data') && (allocations?.length ?? 0) > 0;
  if (rules?.length === 0 && !mayAdd) return null;
  return (
    <Panel
      title="Asked for by itself, where a class is given"
      action={
        mayAdd &&
        !isAdding && (
          <Button variant="outlined" onClick={() => setAdding(true)}>
            New rule
          </Button>
        )
      }
    >
      {error !== undefined && (
        <ErrorNotice what="Not known" error={error} onRetry={() => refetch()} />
      )}
      {isAdding && <ClassRuleForm onDone={() => setAdding(false)} />}
      {rules?.length === 0 && !isAdding && (
        <Box sx={{ fontSize: 13, color: 'text.secondary' }}>There is no such rule.</Box>
      )}
      {rules !== undefined && rules.length > 0 && (
        <RowList label="Rules of classes">
          {rules.map((rule) => (
            <RuleLine
              key={rule.id}
              rule={rule}
              allocation={allocations?.find(({ id }) => id === rule.allocation_id)}
            />
          ))}
        </RowList>
      )}
    </Panel>
  );
}
