"""The tables that are attacked, the small models that are fitted to them, and how a question with its answer is written."""
import json
import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def boosted(seed): return HistGradientBoostingClassifier(max_iter=60, random_state=seed)
def forest(seed): return RandomForestClassifier(60, min_samples_leaf=3, random_state=seed)
def linear(seed): return make_pipeline(StandardScaler(), LogisticRegression(max_iter=500, C=1 + seed / 2))
def network(seed): return make_pipeline(StandardScaler(), MLPClassifier((24,), max_iter=60, random_state=seed))


def tables(streams):
    """Name, table, features, target and model. Elec2 begins where its Victorian prices begin to vary; before that its inputs really drift."""
    read = lambda name: pd.read_csv(f'{streams}/{name}.csv.gz')
    elec = read('elec2')
    bikes = read('bike_sharing_hour')
    bikes['busy'] = (bikes.cnt > bikes.cnt.median()).astype(str)
    prices = ['period', 'nswprice', 'nswdemand', 'vicprice', 'vicdemand', 'transfer']
    yield 'elec2', elec.iloc[17760:], prices, 'class', boosted
    yield 'elec2-drifting', elec, prices, 'class', boosted
    yield 'phishing', read('phishing'), [f'attribute_{i}' for i in range(46)], 'class', forest
    yield 'weather', read('noaa_weather'), [f'feat_{i}' for i in range(1, 9)], 'target', linear
    yield 'bikes', bikes, ['season', 'hr', 'weekday', 'workingday', 'weathersit', 'temp', 'hum', 'windspeed'], 'busy', network


def record(names, classes, x, p):
    """One question with its answer, as a producer would log it."""
    top = int(np.argmax(p))
    plain = lambda v: int(v) if float(v).is_integer() else float(f'{v:.9g}')
    return {
        'features': {n: plain(v) for n, v in zip(names, x)},
        'prediction': {'label': str(classes[top]), 'score': round(float(p[top]), 6), 'classes': {str(c): round(float(v), 6) for c, v in zip(classes, p)}},
    }


def write(path, records):
    with open(path, 'w') as out:
        for one in records: out.write(json.dumps(one) + '\n')
