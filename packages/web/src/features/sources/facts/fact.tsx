import EditIcon from '@mui/icons-material/EditOutlined';
import { Box, Button, IconButton, TextField } from '@mui/material';
import { type FormEvent, type ReactNode, useState } from 'react';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { type SourceChange, useChangeSourceMutation } from '../sources.api.ts';

/** One line of what is known of an object: a name and its value. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <Box component="dt" sx={{ color: 'text.secondary', pt: 0.25 }}>
        {name}
      </Box>
      <Box component="dd" sx={{ m: 0, minWidth: 0, overflowWrap: 'anywhere', pt: 0.25 }}>
        {children}
      </Box>
    </>
  );
}

/** The facts of an object, in two columns. */
export function FactList({ children }: { readonly children: ReactNode }) {
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        fontSize: 13,
        display: 'grid',
        gridTemplateColumns: 'auto minmax(0, 1fr)',
        columnGap: 1.5,
        rowGap: 0.25,
        alignItems: 'baseline',
      }}
    >
      {children}
    </Box>
  );
}

export type FactField = {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  readonly isNumber?: boolean;
  readonly isLong?: boolean;
  /** What is wrong with what was typed; null: nothing. */
  readonly check?: (text: string) => string | null;
};

type EditableFactProps = {
  readonly objId: string;
  readonly name: string;
  readonly mayEdit: boolean;
  readonly fields: readonly FactField[];
  /** What the texts of the fields say. */
  readonly read: (texts: Readonly<Record<string, string>>) => SourceChange;
  readonly children: ReactNode;
};

type FormProps = Omit<EditableFactProps, 'mayEdit' | 'children'> & { readonly onDone: () => void };

function FactForm({ objId, name, fields, read, onDone }: FormProps) {
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(fields.map(({ key, value }) => [key, value])),
  );
  const [change, { error, isLoading }] = useChangeSourceMutation();
  const problems = fields.map(({ key, check }) => check?.(texts[key] ?? '') ?? null);
  const isWrong = problems.some((problem) => problem !== null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isWrong) return;
    change({ id: objId, change: read(texts) })
      .unwrap()
      .then(onDone, () => undefined);
  };
  return (
    <Box
      component="form"
      aria-label={`Change: ${name}`}
      onSubmit={submit}
      onKeyDown={(event) => event.key === 'Escape' && onDone()}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, py: 0.75 }}
    >
      {fields.map((field, index) => (
        <TextField
          key={field.key}
          label={field.label}
          value={texts[field.key] ?? ''}
          autoFocus={index === 0}
          multiline={field.isLong ?? false}
          error={problems[index] != null}
          helperText={problems[index] ?? undefined}
          onChange={(event) => setTexts({ ...texts, [field.key]: event.target.value })}
          slotProps={{ htmlInput: field.isNumber ? { inputMode: 'decimal' } : {} }}
          sx={{ flex: field.isLong ? '1 1 100%' : '1 1 100px', minWidth: 90 }}
        />
      ))}
      <Button type="submit" variant="contained" disabled={isLoading || isWrong}>
        Save
      </Button>
      <Button onClick={onDone}>Cancel</Button>
      {error !== undefined && <ErrorNotice what="Not changed" error={error} />}
    </Box>
  );
}

/** A fact that is changed where it stands. */
export function EditableFact({ mayEdit, children, ...form }: EditableFactProps) {
  const [isEditing, setEditing] = useState(false);
  return (
    <Fact name={form.name}>
      {isEditing ? (
        <FactForm {...form} onDone={() => setEditing(false)} />
      ) : (
        <>
          {children}
          {mayEdit && (
            <IconButton
              size="small"
              aria-label={`Change: ${form.name}`}
              onClick={() => setEditing(true)}
              sx={{ p: 0.25, ml: 0.5 }}
            >
              <EditIcon sx={{ fontSize: 14 }} />
            </IconButton>
          )}
        </>
      )}
    </Fact>
  );
}
