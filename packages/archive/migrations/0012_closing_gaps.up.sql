-- Placeholder: its owner replaces this text.
SELECT 1;
