import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  FormGroup,
  Typography,
} from '@mui/material';
import { useId, useState } from 'react';
import { SOURCE_COLUMNS, USUAL_COLUMNS } from './source-columns.tsx';

type ColumnDialogProps = {
  readonly columns: readonly string[] | null;
  /** Annotations that the objects of this page have. */
  readonly noteIds: readonly string[];
  readonly onChoose: (columns: readonly string[] | null) => void;
  readonly onClose: () => void;
};

/** Which columns the table has; annotations are columns, too. */
export function ColumnDialog({ columns, noteIds, onChoose, onClose }: ColumnDialogProps) {
  const id = useId();
  const [chosen, setChosen] = useState<readonly string[]>(columns ?? USUAL_COLUMNS);
  const notes = [...new Set([...chosen.filter((one) => one.startsWith('note:')), ...noteIds])];
  const all = [
    ...SOURCE_COLUMNS.filter((column) => column.id !== 'id').map((column) => ({
      id: column.id,
      label: column.label,
    })),
    ...notes.map((note) => ({ id: note, label: note.slice('note:'.length) })),
  ];
  const order = all.map((one) => one.id);
  const toggle = (column: string, isOn: boolean) => {
    const next = isOn ? [...chosen, column] : chosen.filter((one) => one !== column);
    setChosen(next.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
  };
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby={id}>
      <DialogTitle id={id} sx={{ fontSize: 15 }}>
        Columns
      </DialogTitle>
      <DialogContent>
        <FormGroup>
          {all.map((column) => (
            <FormControlLabel
              key={column.id}
              control={
                <Checkbox
                  size="small"
                  checked={chosen.includes(column.id)}
                  onChange={(_event, isOn) => toggle(column.id, isOn)}
                />
              }
              label={column.label}
              sx={{ overflowWrap: 'anywhere' }}
            />
          ))}
        </FormGroup>
        {notes.length === 0 && (
          <Typography variant="caption" color="textSecondary">
            Annotations of the objects shown would be listed here, too.
          </Typography>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={() => onChoose(null)}>The usual ones</Button>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="contained"
          onClick={() => onChoose(['id', ...chosen.filter((one) => one !== 'id')])}
        >
          Show these
        </Button>
      </DialogActions>
    </Dialog>
  );
}
