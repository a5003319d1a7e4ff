DROP TABLE ztf_light_curves, ztf_cutouts, ztf_alerts, avro_schemas;
DROP FUNCTION ztf_ensure_partitions(bigint[]), ztf_partition_start(bigint);
