import { Box, Button, TextField, ToggleButton, ToggleButtonGroup } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { useGetChannelsQuery } from './comments.api.ts';

const MAIN = ' main';

type ChannelTabsProps = {
  readonly objId: string;
  readonly channel: string | null;
  readonly onChoose: (channel: string | null) => void;
};

/** The conversations about a source; a new one begins with its first comment. */
export function ChannelTabs({ objId, channel, onChoose }: ChannelTabsProps) {
  const { currentData = [] } = useGetChannelsQuery(objId);
  const [name, setName] = useState<string | null>(null);
  const all =
    channel === null || currentData.includes(channel) ? currentData : [...currentData, channel];
  const begin = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    const trimmed = name?.trim() ?? '';
    if (trimmed !== '') onChoose(trimmed);
    setName(null);
  };
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', mb: 1 }}>
      {all.length > 0 && (
        <ToggleButtonGroup
          exclusive
          aria-label="Conversation"
          value={channel ?? MAIN}
          onChange={(_event, chosen) => chosen && onChoose(chosen === MAIN ? null : chosen)}
          sx={{ flexWrap: 'wrap' }}
        >
          <ToggleButton value={MAIN}>main</ToggleButton>
          {all.map((one) => (
            <ToggleButton key={one} value={one}>
              {one}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      )}
      {name === null ? (
        <Button onClick={() => setName('')}>New conversation</Button>
      ) : (
        <Box component="form" onSubmit={begin} sx={{ display: 'flex', gap: 1 }}>
          <TextField
            label="Name of the conversation"
            value={name}
            autoFocus
            onChange={(event) => setName(event.target.value)}
            slotProps={{ htmlInput: { maxLength: 100 } }}
          />
          <Button type="submit" disabled={name.trim() === ''}>
            Begin
          </Button>
        </Box>
      )}
    </Box>
  );
}
