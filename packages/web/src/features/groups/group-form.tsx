import { Checkbox, FormControlLabel, Stack, TextField } from '@mui/material';
import { type FieldCodes, fieldProblem } from '../../api/field-problem.ts';
import { WhoSees } from '../../ui/who-sees.tsx';
import type { GroupFields } from './groups.api.ts';

/** Which refusals belong to which field. */
export const GROUP_FIELD_CODES: FieldCodes = { name: ['already_exists'] };
export const GROUP_FIELDS = ['name', 'nickname', 'description'] as const;

export const NO_GROUP: GroupFields = {
  name: '',
  nickname: null,
  description: null,
  private: false,
  auto_accept_requests: false,
};

/** Who learns of a group, and who comes in. */
export function tellGroup(fields: Pick<GroupFields, 'private' | 'auto_accept_requests'>): string {
  const known = fields.private
    ? 'Only members know of the group; nobody can ask to join it.'
    : 'Everyone here sees its name, description and members, and can ask to join.';
  const joins = fields.auto_accept_requests
    ? 'Who asks, and may read its streams, is a member at once.'
    : 'An admin of the group accepts or declines.';
  const inside =
    'Its filters, their candidates and what is saved to it are seen by its members and by the ' +
    "system's admins.";
  return fields.private ? `${known} ${inside}` : `${known} ${joins} ${inside}`;
}

type GroupFormProps = {
  readonly fields: GroupFields;
  readonly error: unknown;
  readonly isSitewide?: boolean;
  readonly autoFocus?: boolean;
  readonly onChange: (change: Partial<GroupFields>) => void;
};

/** The fields of a group, and what they mean for whom. */
export function GroupForm(props: GroupFormProps) {
  const { fields, error, isSitewide = false, autoFocus = false, onChange } = props;
  const problem = (field: string) => fieldProblem(error, field, GROUP_FIELD_CODES);
  return (
    <Stack spacing={2}>
      <TextField
        label="Name"
        required
        autoFocus={autoFocus}
        value={fields.name}
        error={problem('name') !== null}
        helperText={problem('name')}
        onChange={(event) => onChange({ name: event.target.value })}
        slotProps={{ htmlInput: { maxLength: 200 } }}
      />
      <TextField
        label="Nickname"
        value={fields.nickname ?? ''}
        error={problem('nickname') !== null}
        helperText={problem('nickname') ?? 'Short, for where there is little room'}
        onChange={(event) => onChange({ nickname: event.target.value || null })}
        slotProps={{ htmlInput: { maxLength: 100 } }}
      />
      <TextField
        label="Description"
        multiline
        minRows={2}
        value={fields.description ?? ''}
        error={problem('description') !== null}
        helperText={problem('description')}
        onChange={(event) => onChange({ description: event.target.value || null })}
        slotProps={{ htmlInput: { maxLength: 10_000 } }}
      />
      {!isSitewide && (
        <Stack>
          <FormControlLabel
            control={
              <Checkbox
                size="small"
                checked={fields.private}
                onChange={(_event, isPrivate) => onChange({ private: isPrivate })}
              />
            }
            label="Private: only members know of it"
          />
          <FormControlLabel
            control={
              <Checkbox
                size="small"
                disabled={fields.private}
                checked={fields.auto_accept_requests}
                onChange={(_event, accepts) => onChange({ auto_accept_requests: accepts })}
              />
            }
            label="Take in at once whoever asks to join"
          />
          <WhoSees>{tellGroup(fields)}</WhoSees>
        </Stack>
      )}
    </Stack>
  );
}
