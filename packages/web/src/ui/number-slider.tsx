import { Box, Slider, TextField } from '@mui/material';
import { useEffect, useId, useState } from 'react';

type NumberSliderProps = {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** How wide the box for typing is. */
  readonly widthPx?: number;
  readonly onChange: (value: number) => void;
};

/** A number by a slider, or typed: what is typed may have more digits, and go beyond its end. */
export function NumberSlider(props: NumberSliderProps) {
  const { label, value, min, max, step, widthPx = 110, onChange } = props;
  const id = useId();
  const [text, setText] = useState(String(value));
  useEffect(() => {
    setText((typed) => (Number(typed) === value ? typed : String(value)));
  }, [value]);
  const type = (typed: string) => {
    setText(typed);
    const read = Number(typed.replace(',', '.'));
    if (typed.trim() !== '' && Number.isFinite(read)) onChange(read);
  };
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, minWidth: 0, flex: '1 1 240px' }}>
      <TextField
        id={id}
        label={label}
        value={text}
        onChange={(event) => type(event.target.value)}
        slotProps={{ htmlInput: { inputMode: 'decimal' } }}
        sx={{ width: widthPx, flexShrink: 0 }}
      />
      <Slider
        size="small"
        aria-label={`${label}, slider`}
        value={Math.min(Math.max(value, min), max)}
        min={min}
        max={max}
        step={step}
        onChange={(_event, chosen) => onChange(Number(chosen))}
        sx={{ mr: 1 }}
      />
    </Box>
  );
}
