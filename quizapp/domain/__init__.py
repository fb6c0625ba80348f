"""What quizapp is about: items, tasks, checks, grades, sessions. No I/O, no clock, no global random."""
