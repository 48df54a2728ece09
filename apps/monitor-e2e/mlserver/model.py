"""Trains two small models and writes what is asked of them, with what each answers: the truth that a case measures by.

Usage: python model.py FOLDER      writes a.joblib, b.joblib, events.jsonl (native events answered by a) and answers.json
"""

import json
import sys
from pathlib import Path

import joblib
import numpy as np
from sklearn.ensemble import RandomForestClassifier

NAMES = ["income", "debt", "age", "years"]
LABELS = ["refused", "granted"]
EVENTS = 1_500

folder = Path(sys.argv[1])
random = np.random.default_rng(7)
asked = random.normal(size=(4_000, len(NAMES)))
truth = (asked @ [1, -0.7, 0.4, 0.9] + random.normal(size=4_000) * 0.7 > 0).astype(int)
models = {}
for name, seed in [("a", 1), ("b", 2)]:
    models[name] = RandomForestClassifier(30, max_depth=6, random_state=seed).fit(asked, truth)
    joblib.dump(models[name], folder / f"{name}.joblib")

questions = asked[:EVENTS]


def answers(model):
    return [
        {
            "label": LABELS[int(np.argmax(row))],
            "score": float(np.max(row)),
            "classes": {label: float(share) for label, share in zip(LABELS, row)},
        }
        for row in model.predict_proba(questions)
    ]


said = {name: answers(model) for name, model in models.items()}
(folder / "answers.json").write_text(json.dumps(said))
with open(folder / "events.jsonl", "w") as lines:
    for at, question in enumerate(questions):
        event = {
            "model": "credit",
            "model_version": "v1",
            "request_id": f"r{at}",
            "time": 978_307_200_000 + at * 1_000,
            "features": dict(zip(NAMES, map(float, question))),
            "prediction": said["a"][at],
        }
        lines.write(json.dumps(event) + "\n")
