"""The command line: one module a command group. Bodies import lazily, so that `quizapp --version` stays quick."""
