import { Box } from '@mui/material';
import { useRef } from 'react';
import { MONO } from '../../app/theme.ts';

type PipelineEditorProps = {
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** A line to mark, from 1. */
  readonly badLine: number | null;
  readonly describedBy: string;
};

const TYPE = { fontFamily: MONO, fontSize: 12.5, lineHeight: '18px' } as const;

/** A monospace text area with line numbers beside it. */
export function PipelineEditor({ value, onChange, badLine, describedBy }: PipelineEditorProps) {
  const gutterRef = useRef<HTMLDivElement>(null);
  const lineCount = value.split('\n').length;
  const numbers = Array.from({ length: lineCount }, (_, index) => index + 1);
  return (
    <Box
      sx={{
        display: 'flex',
        height: 'min(62vh, 640px)',
        border: 1,
        borderColor: badLine === null ? 'divider' : 'error.main',
        borderRadius: 1,
        overflow: 'hidden',
        bgcolor: 'background.paper',
        '&:focus-within': { borderColor: 'primary.main' },
      }}
    >
      <Box
        ref={gutterRef}
        aria-hidden="true"
        sx={{ ...TYPE, overflow: 'hidden', textAlign: 'right', userSelect: 'none', py: 1 }}
      >
        {numbers.map((line) => (
          <Box
            key={line}
            sx={{
              px: 1,
              color: line === badLine ? 'background.paper' : 'text.secondary',
              bgcolor: line === badLine ? 'error.main' : 'transparent',
            }}
          >
            {line}
          </Box>
        ))}
      </Box>
      <Box
        component="textarea"
        aria-label="Pipeline"
        aria-invalid={badLine !== null}
        aria-describedby={describedBy}
        spellCheck={false}
        autoCapitalize="off"
        wrap="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onScroll={(event) => {
          if (gutterRef.current) gutterRef.current.scrollTop = event.currentTarget.scrollTop;
        }}
        sx={{
          ...TYPE,
          flex: 1,
          minWidth: 0,
          p: 1,
          border: 0,
          outline: 'none',
          resize: 'none',
          whiteSpace: 'pre',
          overflow: 'auto',
          color: 'text.primary',
          bgcolor: 'transparent',
        }}
      />
    </Box>
  );
}
