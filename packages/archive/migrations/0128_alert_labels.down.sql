DROP TABLE alert_labels;
