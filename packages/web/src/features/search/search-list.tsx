import { Box, LinearProgress, Paper, Typography } from '@mui/material';
import { describeError } from '../../api/api-error.ts';
import type { SearchOption } from './search-options.ts';

type SearchListProps = {
  readonly id: string;
  readonly options: readonly SearchOption[];
  readonly active: number;
  readonly isWaiting: boolean;
  readonly isTyped: boolean;
  readonly error: unknown;
  readonly onGo: (option: SearchOption) => void;
  readonly onPoint: (index: number) => void;
};

const KINDS: Readonly<Record<SearchOption['kind'], string>> = {
  source: 'Source',
  object: 'Archive',
  list: 'List',
  recent: 'Recent',
};

function Hint({ text }: { readonly text: string }) {
  return (
    <Typography variant="body2" color="textSecondary" role="status" sx={{ px: 1.5, py: 1 }}>
      {text}
    </Typography>
  );
}

type OptionRowProps = {
  readonly id: string;
  readonly option: SearchOption;
  readonly isActive: boolean;
  readonly onGo: () => void;
  readonly onPoint: () => void;
};

function OptionRow({ id, option, isActive, onGo, onPoint }: OptionRowProps) {
  return (
    <Box
      component="li"
      id={id}
      role="option"
      aria-selected={isActive}
      // The field keeps the focus, so that what was typed stays.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onGo}
      onMouseMove={onPoint}
      sx={{
        display: 'flex',
        gap: 1,
        alignItems: 'baseline',
        px: 1.5,
        py: 0.75,
        minHeight: 36,
        cursor: 'pointer',
        bgcolor: isActive ? 'action.selected' : 'transparent',
      }}
    >
      <Box component="span" sx={{ fontWeight: 600, fontSize: 14, overflowWrap: 'anywhere' }}>
        {option.label}
      </Box>
      <Box component="span" sx={{ flex: 1, fontSize: 12, color: 'text.secondary' }}>
        {option.detail}
      </Box>
      <Box component="span" sx={{ fontSize: 11, color: 'text.secondary' }}>
        {KINDS[option.kind]}
      </Box>
    </Box>
  );
}

/** What is offered, beneath the line that one types in. */
export function SearchList(props: SearchListProps) {
  const { id, options, active, isWaiting, isTyped, error } = props;
  const isEmpty = options.length === 0;
  return (
    <Paper
      elevation={6}
      sx={{
        position: 'absolute',
        top: 'calc(100% + 4px)',
        left: 0,
        right: 0,
        minWidth: { md: 380 },
        zIndex: 'modal',
        overflow: 'hidden',
        border: 1,
        borderColor: 'divider',
      }}
    >
      <Box sx={{ height: 2 }}>
        {isWaiting && <LinearProgress sx={{ height: 2 }} aria-label="Searching" />}
      </Box>
      {error !== undefined && <Hint text={`Not searched: ${describeError(error)}`} />}
      {isEmpty && error === undefined && (
        <Hint
          text={
            isWaiting
              ? 'Searching…'
              : isTyped
                ? 'Nothing found'
                : 'A name, alias, TNS name, alert number or position of any form'
          }
        />
      )}
      <Box
        component="ul"
        role="listbox"
        id={id}
        aria-label="Found"
        sx={{ listStyle: 'none', m: 0, p: 0, maxHeight: '60vh', overflowY: 'auto' }}
      >
        {options.map((option, index) => (
          <OptionRow
            key={option.path}
            id={`${id}-${index}`}
            option={option}
            isActive={index === active}
            onGo={() => props.onGo(option)}
            onPoint={() => props.onPoint(index)}
          />
        ))}
      </Box>
    </Paper>
  );
}
