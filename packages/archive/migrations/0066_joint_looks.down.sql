DROP TABLE joint_points;
DROP TABLE joint_links;
DROP TABLE joint_looks;
