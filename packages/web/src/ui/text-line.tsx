import { TextField } from '@mui/material';

export type TextType = 'text' | 'email' | 'date';

type TextLineProps = {
  readonly label: string;
  readonly value: string;
  /** What is wrong with it; stands in the place of the hint. */
  readonly problem: string | null;
  readonly hint?: string;
  readonly type?: TextType;
  /** Over the whole width, as many lines as it takes. */
  readonly isLong?: boolean;
  readonly isRequired?: boolean;
  readonly autoFocus?: boolean;
  readonly onChange: (text: string) => void;
};

/** A text of a form, with what is wrong with it beneath. */
export function TextLine(props: TextLineProps) {
  const { label, value, problem, hint = '', type = 'text', isLong = false, onChange } = props;
  return (
    <TextField
      label={label}
      type={type}
      value={value}
      multiline={isLong}
      required={props.isRequired ?? false}
      autoFocus={props.autoFocus ?? false}
      error={problem !== null}
      helperText={problem ?? hint}
      onChange={(event) => onChange(event.target.value)}
      slotProps={type === 'date' ? { inputLabel: { shrink: true } } : {}}
      sx={{ flex: isLong ? '1 1 100%' : '1 1 210px' }}
    />
  );
}
