"""Given: the model. Loading takes its time, and predicting blocks the thread that asks. Leave it as it is."""

import logging
import os
import time
from itertools import count
from typing import NamedTuple

log = logging.getLogger("support")
LABELS = ("setosa", "versicolor", "virginica", "unknown")
FILES = ("iris-3.model", "iris-4.model")
_numbers = count(1)


class ModelError(Exception):
    """The model's file cannot be used."""


class Prediction(NamedTuple):
    """What the model says, and how sure it is."""

    label: str
    score: float


class Model:
    """A model from the file that the variable MODEL_FILE names; iris-3.model unless it is set."""

    def __init__(self) -> None:
        file = os.environ.get("MODEL_FILE", FILES[0])
        if file not in FILES:
            raise ModelError(f"there is no model file {file}")
        time.sleep(0.15)
        self.version = file.removesuffix(".model")
        self._number = next(_numbers)
        self._is_open = True
        log.info("model %d loaded", self._number)

    def predict(self, features: list[float]) -> Prediction:
        """A label for four measures. Takes 0.2 s in which the thread does nothing else."""
        if not self._is_open:
            raise ModelError("the model has been closed")
        time.sleep(0.2)
        largest = max(range(4), key=lambda index: features[index])
        return Prediction(LABELS[largest], features[largest] / 10)

    def close(self) -> None:
        """Give the memory back."""
        self._is_open = False
        log.info("model %d closed", self._number)


class FakeModel:
    """What a test puts in the model's place: it loads nothing and always says the same."""

    def __init__(self, label: str, version: str = "fake") -> None:
        self.label = label
        self.version = version

    def predict(self, features: list[float]) -> Prediction:
        """The same, whatever is asked."""
        return Prediction(self.label, 1.0)
