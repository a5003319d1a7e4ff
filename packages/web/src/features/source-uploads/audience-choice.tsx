import { Box } from '@mui/material';
import type { GroupRef } from '../../api/types.ts';
import { SwitchLine } from '../../ui/switch-line.tsx';
import { GroupsPicker, idsOf } from '../groups/groups-picker.tsx';

/** Whom an upload is for: everyone, or groups beside oneself. */
export type Audience = { readonly isForAll: boolean; readonly groups: readonly GroupRef[] };

export const ONLY_ME: Audience = { isForAll: false, groups: [] };

/** As the API takes it. */
export function groupIdsOf({ isForAll, groups }: Audience): readonly number[] | 'all' {
  return isForAll ? 'all' : idsOf(groups);
}

type AudienceChoiceProps = {
  readonly audience: Audience;
  readonly onChange: (audience: Audience) => void;
};

/** Chooses whom an upload is for. */
export function AudienceChoice({ audience, onChange }: AudienceChoiceProps) {
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
      {!audience.isForAll && (
        <GroupsPicker
          label="Who sees it"
          placeholder="you alone"
          chosen={audience.groups}
          onChoose={(groups) => onChange({ ...audience, groups })}
        />
      )}
      <SwitchLine
        label="Everyone who sees the object"
        isOn={audience.isForAll}
        onToggle={(isForAll) => onChange({ ...audience, isForAll })}
      />
    </Box>
  );
}
