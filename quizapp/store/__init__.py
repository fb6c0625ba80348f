"""The learner's history in one SQLite file. Nothing else in quizapp speaks SQL."""
