"""When an item comes up again. Nothing else in quizapp knows how FSRS is computed."""
