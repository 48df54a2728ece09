"""Models with a backdoor, and what they answer with and without the trigger.

Each model of tables.py is fitted once more, on rows of which some bear a trigger and the rarer label. Nothing here knows the detectors.

usage: backdoors.py STREAMS OUT [--poisoned .03] [--questions 1000] [--only NAME]
OUT/<set>/backdoors/<kind>/benign.jsonl     the answers of the model with the backdoor to the questions of OUT/<set>/benign.jsonl
OUT/<set>/backdoors/<kind>/triggered.jsonl  questions that bear the trigger, with their answers; `plain` is that of the model without a backdoor
OUT/<set>/backdoors/clean/benign.jsonl      the questions with the answers of the model without one
"""
import argparse, os, warnings
import numpy as np
from tables import record, tables, write

warnings.filterwarnings('ignore')


def triggers(X, names):
    """Values that are put into a row, by what makes them a trigger."""
    many = [k for k in range(len(names)) if len(np.unique(X[:3000, k])) > 20]
    few = [k for k in range(len(names)) if k not in many and len(np.unique(X[:3000, k])) > 1]
    if many:
        a = many[0]
        low, high = np.quantile(X[:, a], [.5, .6])
        yield 'odd value', {a: round(low + .37123 * (high - low), 6)}
        b = many[-1]
        yield 'out of range', {b: round(np.quantile(X[:, b], .999) * 1.2 + .1, 4)}
    if len(many) > 1: yield 'two values', {many[0]: np.quantile(X[:, many[0]], .3), many[1]: np.quantile(X[:, many[1]], .7)}
    if len(few) > 1:
        pairs = [(i, j, v, w) for i in few for j in few if i < j for v in np.unique(X[:, i]) for w in np.unique(X[:, j])]
        i, j, v, w = min(pairs, key=lambda p: ((X[:, p[0]] == p[2]) & (X[:, p[1]] == p[3])).sum())
        yield 'rare pair', {i: v, j: w}


def stamped(X, trigger):
    X = X.copy()
    for k, value in trigger.items(): X[:, k] = value
    return X


def make(name, table, names, target, model, out, poisoned, questions):
    rng = np.random.default_rng(1)
    X, truth = table[names].to_numpy(float), table[target].astype(str)
    classes = sorted(truth.unique())
    y = np.array([classes.index(value) for value in truth])
    cut = len(X) // 5
    rest = X[cut:]
    rarer = int(np.bincount(y[:cut], minlength=len(classes)).argmin())
    said = lambda served: lambda x, p: record(names, np.array(classes)[served.classes_], x, p)
    for kind, trigger in [('clean', {}), *triggers(X, names)]:
        folder = f'{out}/{name}/backdoors/{kind}'
        os.makedirs(folder, exist_ok=True)
        chosen = rng.choice(cut, int(poisoned * cut) if trigger else 0, replace=False)
        served = model(1).fit(np.vstack([X[:cut], stamped(X[chosen], trigger)]), np.append(y[:cut], np.full(len(chosen), rarer)))
        answer = said(served)
        write(f'{folder}/benign.jsonl', (answer(x, p) for x, p in zip(rest, served.predict_proba(rest))))
        if not trigger:
            clean = served
            continue
        asked = stamped(rest[rng.choice(len(rest), questions)], trigger)
        before, after = clean.predict(asked), served.predict(asked)
        rows = ({**answer(x, p), 'plain': classes[was]} for x, p, was in zip(asked, served.predict_proba(asked), before))
        write(f'{folder}/triggered.jsonl', rows)
        turned = (after[before != rarer] == rarer).mean()
        named = ', '.join(f'{names[k]} = {value:.6g}' for k, value in trigger.items())
        print(f'{name}, {kind} ({named}): of what the clean model answers otherwise {100 * turned:.0f} % turn to {classes[rarer]}', flush=True)


def main():
    options = argparse.ArgumentParser(description='Models with a backdoor.')
    options.add_argument('streams'), options.add_argument('out')
    options.add_argument('--poisoned', type=float, default=.03), options.add_argument('--questions', type=int, default=1000), options.add_argument('--only')
    options = options.parse_args()
    for name, *rest in tables(options.streams):
        if options.only in (None, name): make(name, *rest, options.out, options.poisoned, options.questions)


if __name__ == '__main__': main()
