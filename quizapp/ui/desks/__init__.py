"""What the screens of coding tasks are put together from: each module adds one thing to the desk."""
