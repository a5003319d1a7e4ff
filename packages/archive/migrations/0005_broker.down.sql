DROP TABLE quarantine, filter_counts, batches, stream_offsets;
