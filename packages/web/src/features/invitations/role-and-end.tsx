import { MenuItem, Stack, TextField } from '@mui/material';
import { fieldProblem } from '../../api/field-problem.ts';
import { describeRole } from '../session/acl-words.ts';
import { useGetRolesQuery } from '../users/users.api.ts';
import type { Gifts } from './gifts.ts';

type RoleAndEndProps = {
  readonly gifts: Gifts;
  readonly error: unknown;
  /** The fields as the route's body names them. */
  readonly fields: { readonly role: string; readonly end: string };
  readonly onChange: (change: Partial<Gifts>) => void;
};

/** The role, and until when the account lives. */
export function RoleAndEnd({ gifts, error, fields, onChange }: RoleAndEndProps) {
  const roles = useGetRolesQuery().data ?? [];
  const roleProblem = fieldProblem(error, fields.role, { [fields.role]: ['rights_too_wide'] });
  const endProblem = fieldProblem(error, fields.end);
  return (
    <Stack direction={{ xs: 'column', sm: 'row' }} spacing={2}>
      <TextField
        select
        label="Role"
        value={roles.length === 0 ? '' : gifts.role}
        error={roleProblem !== null}
        helperText={roleProblem ?? `may ${describeRole(gifts.role)}`}
        onChange={(event) => onChange({ role: event.target.value })}
        sx={{ flex: 2 }}
      >
        {roles.map(({ id, can_give }) => (
          <MenuItem key={id} value={id} disabled={!can_give}>
            {can_give ? id : `${id} · more than you may do yourself`}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        type="date"
        label="Account ends (UTC)"
        value={gifts.accountEnd}
        error={endProblem !== null}
        helperText={endProblem ?? (gifts.accountEnd === '' ? 'Empty: never' : ' ')}
        onChange={(event) => onChange({ accountEnd: event.target.value })}
        slotProps={{ inputLabel: { shrink: true } }}
        sx={{ flex: 1, minWidth: 160 }}
      />
    </Stack>
  );
}
