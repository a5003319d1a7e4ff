import { Box, Chip } from '@mui/material';
import { ClassPicker } from '../classifications/class-picker.tsx';
import { ConditionGroup } from './condition-fields.tsx';
import type { DraftProps } from './conditions-dialog.tsx';

type ClassListProps = {
  readonly label: string;
  readonly chosen: readonly string[];
  readonly onChange: (classes: readonly string[]) => void;
};

function ClassList({ label, chosen, onChange }: ClassListProps) {
  return (
    <Box role="group" aria-label={label} sx={{ minWidth: 0 }}>
      <Box sx={{ fontSize: 12, color: 'text.secondary', mb: 0.75 }}>{label}</Box>
      {/* Chosen ones stand beside it, so the field is for the next. */}
      <ClassPicker
        value={null}
        onChoose={(one) => {
          if (one && !chosen.includes(one.name)) onChange([...chosen, one.name]);
        }}
      />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5, mt: 0.75 }}>
        {chosen.map((name) => (
          <Chip
            key={name}
            label={name}
            aria-label={`${name}: press Delete to remove`}
            onDelete={() => onChange(chosen.filter((one) => one !== name))}
          />
        ))}
      </Box>
    </Box>
  );
}

/** Of which classes an object is, and of which not. */
export function ClassConditions({ draft, onChange }: DraftProps) {
  return (
    <ConditionGroup title="Classified as">
      <ClassList
        label="One of these"
        chosen={draft.classes}
        onChange={(classes) => onChange({ classes })}
      />
      <ClassList
        label="None of these"
        chosen={draft.notClasses}
        onChange={(notClasses) => onChange({ notClasses })}
      />
    </ConditionGroup>
  );
}
