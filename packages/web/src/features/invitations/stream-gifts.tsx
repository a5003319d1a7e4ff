import { Box, Checkbox, FormControl, FormControlLabel, FormLabel, Typography } from '@mui/material';
import type { GroupDetail } from '../../api/types.ts';
import { describeStream } from '../streams/stream-words.ts';
import { useGetStreamsQuery } from '../streams/streams.api.ts';
import { nameSome } from '../users/person-name.ts';
import { type Gifts, streamsOfGroups } from './gifts.ts';

type StreamGiftsProps = {
  readonly gifts: Gifts;
  readonly details: readonly GroupDetail[];
  readonly onChange: (streamIds: readonly number[]) => void;
};

/** Which streams somebody reads; those that come by themselves cannot be left out. */
export function StreamGifts({ gifts, details, onChange }: StreamGiftsProps) {
  const streams = useGetStreamsQuery().data ?? [];
  const brought = streamsOfGroups(details);
  const { streamIds } = gifts;
  const toggle = (id: number, isOn: boolean) =>
    onChange(isOn ? [...streamIds, id] : streamIds.filter((other) => other !== id));
  if (streams.length === 0) return null;
  return (
    <FormControl component="fieldset" variant="standard">
      <FormLabel component="legend" sx={{ fontSize: 13 }}>
        Alert streams
      </FormLabel>
      {streams.map((stream) => {
        const groups = brought.get(stream.id);
        const why = stream.auto_join
          ? 'everyone reads it'
          : groups && `comes with ${nameSome(groups)}`;
        return (
          <FormControlLabel
            key={stream.id}
            control={
              <Checkbox
                size="small"
                disabled={why !== undefined}
                checked={why !== undefined || streamIds.includes(stream.id)}
                onChange={(_event, isOn) => toggle(stream.id, isOn)}
              />
            }
            label={
              <Box>
                {stream.name}{' '}
                <Typography component="span" variant="caption" color="textSecondary">
                  {describeStream(stream)}
                  {why !== undefined && ` · ${why}`}
                </Typography>
              </Box>
            }
          />
        );
      })}
    </FormControl>
  );
}
