import { Box, Button, TextField } from '@mui/material';
import { type ChangeEvent, type DragEvent, useRef, useState } from 'react';

/** What somebody brought: a file, or text that he pasted. */
export type Brought = { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };

type FileSourceProps = {
  /** Such as `.csv,.fits`. */
  readonly accept: string;
  readonly hint: string;
  readonly pastedName: string;
  readonly onBring: (brought: Brought) => void;
};

function ChooseButton({
  accept,
  onFile,
}: {
  readonly accept: string;
  readonly onFile: (file: File | undefined) => void;
}) {
  const inputRef = useRef<HTMLInputElement>(null);
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    onFile(event.target.files?.[0]);
    // The same file can be chosen again.
    event.target.value = '';
  };
  return (
    <>
      <input
        ref={inputRef}
        type="file"
        hidden
        accept={accept}
        aria-label="File"
        onChange={choose}
      />
      <Button variant="outlined" onClick={() => inputRef.current?.click()}>
        Choose a file
      </Button>
    </>
  );
}

/** Takes a file by choosing, dropping or pasting it. */
export function FileSource({ accept, hint, pastedName, onBring }: FileSourceProps) {
  const [text, setText] = useState('');
  const [isOver, setOver] = useState(false);
  const take = async (file: File | undefined) => {
    if (file) onBring({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  const paste = (pasted: string) => {
    setText(pasted);
    if (pasted.trim() !== '')
      onBring({ name: pastedName, bytes: new TextEncoder().encode(pasted) });
  };
  return (
    <Box
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      sx={{
        p: 1.5,
        border: 1,
        borderStyle: 'dashed',
        borderColor: isOver ? 'primary.main' : 'divider',
        borderRadius: 1,
      }}
    >
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          gap: 1,
          alignItems: 'center',
          mb: 1.5,
          fontSize: 13,
        }}
      >
        <ChooseButton accept={accept} onFile={(file) => void take(file)} />
        <span>{hint}</span>
      </Box>
      <TextField
        label="Or paste it here"
        value={text}
        multiline
        fullWidth
        minRows={3}
        maxRows={8}
        onChange={(event) => paste(event.target.value)}
        slotProps={{
          htmlInput: { spellCheck: false, style: { fontFamily: 'monospace', fontSize: 12 } },
        }}
      />
    </Box>
  );
}
