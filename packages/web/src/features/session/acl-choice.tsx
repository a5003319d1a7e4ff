import {
  Box,
  Checkbox,
  FormControl,
  FormControlLabel,
  FormLabel,
  Radio,
  RadioGroup,
  Typography,
} from '@mui/material';
import { describeAcl } from './acl-words.ts';
import type { Scope } from './token-choice.ts';

type AclChoiceProps = {
  /** What the viewer may do: no token does more. */
  readonly mine: readonly string[];
  readonly scope: Scope;
  readonly chosen: readonly string[];
  readonly onScope: (scope: Scope) => void;
  readonly onChosen: (chosen: readonly string[]) => void;
};

/** Which of the viewer's permissions a token has, and what each allows. */
export function AclChoice({ mine, scope, chosen, onScope, onChosen }: AclChoiceProps) {
  const toggle = (acl: string) =>
    onChosen(
      chosen.includes(acl)
        ? chosen.filter((item) => item !== acl)
        : mine.filter((item) => item === acl || chosen.includes(item)),
    );
  return (
    <FormControl>
      <FormLabel id="token-scope" sx={{ fontSize: 13 }}>
        Besides reading it may do
      </FormLabel>
      <RadioGroup
        row
        aria-labelledby="token-scope"
        value={scope}
        onChange={(event) => onScope(event.target.value === 'all' ? 'all' : 'some')}
      >
        <FormControlLabel value="some" control={<Radio size="small" />} label="only what I tick" />
        <FormControlLabel value="all" control={<Radio size="small" />} label="all that I may do" />
      </RadioGroup>
      {scope === 'some' && (
        <Box
          sx={{
            display: 'grid',
            gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' },
            columnGap: 2,
            maxHeight: 320,
            overflowY: 'auto',
          }}
        >
          {mine.map((acl) => (
            <FormControlLabel
              key={acl}
              sx={{ alignItems: 'flex-start', mr: 0 }}
              control={
                <Checkbox
                  size="small"
                  checked={chosen.includes(acl)}
                  onChange={() => toggle(acl)}
                />
              }
              label={
                <Box sx={{ py: 0.75 }}>
                  <Typography variant="body2">{acl}</Typography>
                  <Typography variant="caption" color="textSecondary">
                    {describeAcl(acl)}
                  </Typography>
                </Box>
              }
            />
          ))}
        </Box>
      )}
    </FormControl>
  );
}
