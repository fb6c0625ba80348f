"""What an image would hold and run, told from its Dockerfile alone: nothing is built, no Docker is needed."""
