DROP FUNCTION sealed_credentials(integer);
DROP TABLE allocation_credentials, allocation_users, allocations;
DROP FUNCTION viewer_manages_allocations(integer);
