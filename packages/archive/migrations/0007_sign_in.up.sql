-- Placeholder: its owner replaces this text (number must stay; migrations run from 1 without a gap).
SELECT 1;
