import AddIcon from '@mui/icons-material/Add';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import { Box, Button, IconButton } from '@mui/material';
import { ChoiceField, ConditionGroup, NumberField, WordField } from './condition-fields.tsx';
import type { DraftProps } from './conditions-dialog.tsx';
import type { AnnotationWish } from './scan-search.ts';
import { useAnnotationNames } from './use-annotation-names.ts';

const EMPTY: AnnotationWish = { origin: '', key: '', value: '', min: null, max: null };
const MOST = 20;

type LineProps = {
  readonly wish: AnnotationWish;
  readonly number: number;
  readonly onChange: (wish: AnnotationWish | null) => void;
};

function AnnotationLine({ wish, number, onChange }: LineProps) {
  const names = useAnnotationNames();
  const change = (part: Partial<AnnotationWish>) => onChange({ ...wish, ...part });
  return (
    <Box
      role="group"
      aria-label={`Annotation ${number}`}
      sx={{
        gridColumn: '1 / -1',
        display: 'grid',
        gap: 1,
        alignItems: 'center',
        gridTemplateColumns: {
          xs: 'repeat(2, minmax(0, 1fr))',
          sm: '2fr 1.4fr 1fr 0.8fr 0.8fr auto',
        },
      }}
    >
      <WordField
        label="Origin"
        value={wish.origin}
        suggestions={names.origins}
        onChange={(origin) => change({ origin: origin ?? '' })}
      />
      <WordField
        label="Key"
        value={wish.key}
        suggestions={names.keysOf(wish.origin)}
        onChange={(key) => change({ key: key ?? '' })}
      />
      <WordField
        label="Is"
        value={wish.value}
        onChange={(value) => change({ value: value ?? '' })}
      />
      <NumberField label="From" value={wish.min} onChange={(min) => change({ min })} />
      <NumberField label="To" value={wish.max} onChange={(max) => change({ max })} />
      <IconButton aria-label={`Remove annotation ${number}`} onClick={() => onChange(null)}>
        <DeleteIcon fontSize="small" />
      </IconButton>
    </Box>
  );
}

/** What annotations say: all of these. */
export function AnnotationConditions({ draft, onChange }: DraftProps) {
  const { annotations } = draft;
  const changeAt = (at: number) => (wish: AnnotationWish | null) =>
    onChange({
      annotations: wish === null ? annotations.toSpliced(at, 1) : annotations.with(at, wish),
    });
  return (
    <ConditionGroup title="Annotations">
      {annotations.map((wish, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is nothing but its place
        <AnnotationLine key={at} wish={wish} number={at + 1} onChange={changeAt(at)} />
      ))}
      <Button
        startIcon={<AddIcon />}
        disabled={annotations.length >= MOST}
        onClick={() => onChange({ annotations: [...annotations, EMPTY] })}
        sx={{ justifySelf: 'start' }}
      >
        Add a condition
      </Button>
    </ConditionGroup>
  );
}

const ORDERS = [
  ['desc', 'The largest first'],
  ['asc', 'The smallest first'],
] as const;

/** By which annotation candidates are sorted, where not by time. */
export function AnnotationSorting({ draft, onChange }: DraftProps) {
  const names = useAnnotationNames();
  const sort = draft.sort ?? { origin: '', key: '', order: 'desc' as const };
  const change = (part: Partial<typeof sort>) => {
    const next = { ...sort, ...part };
    onChange({ sort: next.origin === '' && next.key === '' ? null : next });
  };
  return (
    <ConditionGroup title="Sorted by an annotation">
      <WordField
        label="Origin to sort by"
        value={sort.origin}
        suggestions={names.origins}
        onChange={(origin) => change({ origin: origin ?? '' })}
      />
      <WordField
        label="Key to sort by"
        value={sort.key}
        suggestions={names.keysOf(sort.origin)}
        onChange={(key) => change({ key: key ?? '' })}
      />
      <ChoiceField
        label="Order"
        value={sort.order}
        choices={ORDERS}
        onChange={(order) => change({ order })}
      />
    </ConditionGroup>
  );
}
