"""HTTP/1.1 in front of a Chalice app, answering as API Gateway does."""
