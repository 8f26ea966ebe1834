"""What has been imported, and what changed in it."""
