"""Our code inside the sandbox's processes: the zygote, and what surrounds the learner's app.

It imports the standard library, FastAPI, Starlette and uvicorn, and nothing else of quizapp: what it needs to know
is told over its channel. The other rooms read nothing from here but `channel`, which both ends speak.
"""
