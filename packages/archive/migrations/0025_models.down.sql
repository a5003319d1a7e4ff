DROP VIEW ztf_classifications;
DROP FUNCTION ztf_ensure_score_partitions(bigint[]);
DROP TABLE ztf_scores;
DROP TABLE score_sets;
DROP TABLE model_files;
DROP TABLE models;
DROP FUNCTION ring_models();
