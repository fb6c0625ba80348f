"""What authors need: a pack to begin with, an archive to publish, a guide that is always true, ways in and out."""
