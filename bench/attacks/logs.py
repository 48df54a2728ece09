"""Logs of real attacks on small real models: what each attack asked and was answered, in order.

Made with the Adversarial Robustness Toolbox, and with short scripts where it has no black-box form (uniform questions, equation solving,
Jacobian augmentation, active learning, coordinates, inversion, attributes). Nothing here knows the detectors.

usage: logs.py STREAMS OUT [--questions 2000] [--seed 1] [--only NAME]
OUT/<set>/benign.jsonl          questions of the stream with the model's answers
OUT/<set>/swapped.jsonl         the answers of a model trained anew, on 2 % wrong labels, to the same questions
OUT/<set>/region.jsonl          the model's answers, turned in a region of 1 % of the questions
OUT/<set>/attacks/<name>.jsonl  what an attack asked and was answered
"""
import argparse, json, os, warnings
import numpy as np
from art.attacks.evasion import BoundaryAttack, HopSkipJump, SignOPTAttack, ZooAttack
from art.attacks.extraction import CopycatCNN, KnockoffNets
from art.attacks.inference.membership_inference import LabelOnlyDecisionBoundary
from art.estimators.classification import BlackBoxClassifier, SklearnClassifier
from sklearn.linear_model import LogisticRegression
from tables import record, tables, write

warnings.filterwarnings('ignore')


class Asked:
    """A model that keeps every question with its answer, and ends the attack after so many."""

    def __init__(self, model, names, most):
        self.model, self.names, self.most, self.rows = model, names, most, []

    def __call__(self, X):
        X = np.asarray(X, float).reshape(len(X), -1)
        P = self.model.predict_proba(X)
        self.rows += list(zip(X, P))
        if len(self.rows) >= self.most: raise StopIteration
        return P

    def records(self):
        return [record(self.names, self.model.classes_, x, p) for x, p in self.rows[: self.most]]


class Attacker:
    """Knows the training data's ranges and a pool of questions like those of customers, and can ask."""

    def __init__(self, X, y, pool, classes, rng):
        self.X, self.y, self.pool, self.classes, self.rng = X, y, pool, classes, rng
        self.low, self.high, self.sd = X.min(0), X.max(0), X.std(0) + 1e-9
        self.width = X.shape[1]
        self.whole = np.all(X == np.round(X), 0)

    def some(self, n): return self.pool[self.rng.choice(len(self.pool), n, replace=False)]

    def box(self, ask, classes=None):
        clip = (float(self.low.min()), float(self.high.max()))
        return BlackBoxClassifier(ask, input_shape=(self.width,), nb_classes=classes or self.classes, clip_values=clip)

    def thief(self):
        model = SklearnClassifier(LogisticRegression(max_iter=200))
        model.fit(self.X[:400], np.eye(self.classes)[self.y[:400]])
        return model

    # Extraction
    def uniform(self, ask):
        while True: ask(self.rng.uniform(self.low, self.high, (100, self.width)))

    def equation(self, ask):
        while True: ask(self.X.mean(0) + self.rng.choice([-1, 1], (100, self.width)) * self.sd * self.rng.uniform(2, 12, (100, 1)))

    def copycat(self, ask):
        stray = np.column_stack([self.rng.permutation(self.X[:, j]) for j in range(self.width)]) + self.rng.normal(0, .3, self.X.shape) * self.sd
        CopycatCNN(self.box(ask), batch_size_fit=64, batch_size_query=64, nb_epochs=1, nb_stolen=len(stray)).extract(x=stray, thieved_classifier=self.thief())

    def knockoff(self, ask):
        KnockoffNets(self.box(ask), batch_size_fit=64, batch_size_query=64, nb_epochs=1, nb_stolen=len(self.pool), sampling_strategy='random', verbose=False).extract(x=self.pool, thieved_classifier=self.thief())

    def jacobian(self, ask):
        S = self.some(30)
        while True:
            label = ask(S).argmax(1)
            if len(set(label)) < 2: S = np.vstack([S, self.some(10)]); continue
            copy = LogisticRegression(max_iter=300).fit((S - self.X.mean(0)) / self.sd, label)
            slope = np.sign(copy.coef_[0]) * np.where(label == 1, -1, 1)[:, None] if self.classes == 2 else -np.sign(copy.coef_[label])
            S = np.clip(S + slope * .25 * self.sd, self.low, self.high)[self.rng.permutation(len(S))[:400]]
            S = np.vstack([S, self.some(5)])

    def active(self, ask):
        S = self.some(40)
        label = ask(S).argmax(1)
        while True:
            C = self.some(min(1500, len(self.pool)))
            Z = C[:20]
            if len(set(label)) > 1:
                q = np.sort(RandomForestClassifier(30, random_state=0).fit(S, label).predict_proba(C), 1)
                Z = C[np.argsort(q[:, -1] - q[:, -2])[:20]]
            label = np.concatenate([label, ask(Z).argmax(1)])
            S = np.vstack([S, Z])

    # Evasion
    def hopskipjump(self, ask):
        while True: HopSkipJump(self.box(ask), verbose=False, max_iter=8, max_eval=120, init_eval=20).generate(self.some(8))

    def boundary(self, ask):
        while True: BoundaryAttack(self.box(ask), verbose=False, targeted=False, max_iter=80).generate(self.some(8))

    def signopt(self, ask):
        # It refuses two classes, so a third that never answers is added.
        three = self.box(lambda Z: np.column_stack([ask(Z), np.zeros(len(Z))]), self.classes + 1)
        while True: SignOPTAttack(three, targeted=False, max_iter=12, num_trial=20, query_limit=400, verbose=False).generate(self.some(8))

    def zoo(self, ask):
        kept = dict(learning_rate=.1, variable_h=.1, use_resize=False, use_importance=False, verbose=False)
        while True: ZooAttack(self.box(ask), max_iter=40, nb_parallel=min(4, self.width), **kept).generate(self.some(6))

    def coordinate(self, ask):
        while True:
            now = self.some(1)[0]
            first = ask(now[None])[0]
            label, least = first.argmax(), first.max()
            for _ in range(12):
                Z = np.repeat(now[None], 6, 0)
                for row, j in enumerate(self.rng.integers(0, self.width, 6)):
                    step = now[j] + self.rng.choice([-1, 1]) * self.sd[j] * self.rng.uniform(.3, 1.5)
                    flag = self.whole[j] and self.high[j] - self.low[j] <= 1
                    Z[row, j] = self.low[j] + self.high[j] - now[j] if flag else np.clip(step, self.low[j], self.high[j])
                P = ask(Z)
                best = P[:, label].argmin()
                if P[best, label] < least: least, now = P[best, label], Z[best]
                if P[best].argmax() != label: break

    # Inversion, membership, attributes
    def inversion(self, ask):
        while True:
            target, best = self.rng.integers(self.classes), -1
            now = self.X.mean(0) + self.rng.normal(0, .5, self.width) * self.sd
            for _ in range(30):
                Z = np.clip(now + self.rng.normal(0, .3, (4, self.width)) * self.sd, self.low, self.high)
                P = ask(Z)[:, target]
                if P.max() > best: best, now = P.max(), Z[P.argmax()]

    def membership(self, ask):
        while True:
            x = self.some(12)
            LabelOnlyDecisionBoundary(self.box(ask), distance_threshold_tau=.5).infer(x, self.rng.integers(0, self.classes, 12), max_iter=6, max_eval=60, init_eval=20, verbose=False)

    def attribute(self, ask):
        while True:
            j = self.rng.integers(self.width)
            values = np.unique(self.X[:, j])
            values = values if len(values) <= 8 else np.quantile(self.X[:, j], np.linspace(0, 1, 8))
            Z = np.repeat(self.some(1), len(values), 0)
            Z[:, j] = values
            ask(Z)


ATTACKS = ['uniform', 'equation', 'copycat', 'knockoff', 'jacobian', 'active', 'hopskipjump', 'boundary', 'signopt', 'zoo', 'coordinate', 'inversion', 'membership', 'attribute']


def make(name, table, names, target, model, out, seed, questions):
    rng = np.random.default_rng(seed)
    np.random.seed(seed)
    X, truth = table[names].to_numpy(float), table[target].astype(str)
    classes = sorted(truth.unique())
    y = np.array([classes.index(value) for value in truth])
    cut = len(X) // 5
    served = model(1).fit(X[:cut], y[:cut])
    other = model(2).fit(X[:cut], np.where(rng.random(cut) < .02, (y[:cut] + 1) % len(classes), y[:cut]))
    rest = X[cut:]
    P, Q = served.predict_proba(rest), other.predict_proba(rest)
    far = (((rest - rest[rng.integers(len(rest))]) / (rest.std(0) + 1e-9)) ** 2).sum(1)
    region = far <= np.quantile(far, .01)
    os.makedirs(f'{out}/{name}/attacks', exist_ok=True)
    answer = lambda x, p: record(names, served.classes_, x, p)
    write(f'{out}/{name}/benign.jsonl', (answer(x, p) for x, p in zip(rest, P)))
    write(f'{out}/{name}/swapped.jsonl', (answer(x, q)['prediction'] for x, q in zip(rest, Q)))
    write(f'{out}/{name}/region.jsonl', (answer(x, p[::-1] if turned else p)['prediction'] for x, p, turned in zip(rest, P, region)))
    attacker = Attacker(X[:cut], y[:cut], rest[rng.permutation(len(rest))[:4000]], len(classes), rng)
    for attack in ATTACKS:
        asked = Asked(served, names, questions)
        try: getattr(attacker, attack)(asked)
        except StopIteration: pass
        except Exception as problem: print(f'{name} {attack} ended early: {problem!r}'[:300], flush=True)
        write(f'{out}/{name}/attacks/{attack}.jsonl', asked.records())
        print(name, attack, len(asked.rows), flush=True)


def main():
    options = argparse.ArgumentParser(description='Logs of real attacks on small real models.')
    options.add_argument('streams'), options.add_argument('out')
    options.add_argument('--questions', type=int, default=2000), options.add_argument('--seed', type=int, default=1), options.add_argument('--only')
    options = options.parse_args()
    for name, *rest in tables(options.streams):
        if options.only in (None, name): make(name, *rest, options.out, options.seed, options.questions)


if __name__ == '__main__': main()
