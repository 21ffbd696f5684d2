"""scikit-learn's models on one table and split, and the two parts as files for others to learn from.

sklearn_tabular.py table.csv target task split folder model…
Splits by train_test_split(test_size=.25, random_state=split, stratify for classes) and writes folder/train.csv and
folder/test.csv, the latter without the target. task: auto, classification or regression. Models: hgb, mlp, linear, constant.
Prints JSON: the task, the test rows' places in the table, their targets, and for each model what it answers to every test row.

hgb: HistGradientBoosting with its defaults; categories as categories, more than 255 of them as numbers.
mlp: MLPClassifier(100) or MLPRegressor(100) with its defaults; numbers standardised (the target of a regression too), what is
missing is the median, categories one-hot.
linear: logistic regression or ridge regression with their defaults on the same inputs.
"""
import json
import sys
import time
import warnings

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

warnings.filterwarnings("ignore")
source, target, task, split, folder = sys.argv[1:6]
table = pd.read_csv(source, dtype=str, keep_default_na=False)
target = target or table.columns[-1]
y = table[target]
numeric = pd.to_numeric(y, errors="coerce")
if task == "auto":
    task = "regression" if numeric.notna().all() and numeric.nunique() > 20 else "classification"
classes = task == "classification"
y = y.to_numpy(str) if classes else numeric.to_numpy(float)
x = table.drop(columns=target)
rows = np.arange(len(y))
train, test = train_test_split(rows, test_size=0.25, random_state=int(split), stratify=y if classes else None)
table.iloc[train].to_csv(f"{folder}/train.csv", index=False)
x.iloc[test].to_csv(f"{folder}/test.csv", index=False)

numbers, texts = [], []
values = pd.DataFrame(index=x.index)
for column in x.columns:
    known = x[column].replace({"": np.nan, "NA": np.nan})
    as_numbers = pd.to_numeric(known, errors="coerce")
    is_number = (as_numbers.notna() == known.notna()).all()
    values[column] = as_numbers if is_number else known.fillna("missing")
    (numbers if is_number else texts).append(column)


def boosting():
    few = [c for c in texts if values[c].nunique() <= 255]
    ordinal = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan)
    encode = ColumnTransformer([("texts", ordinal, few + [c for c in texts if c not in few])], remainder="passthrough")
    kind = HistGradientBoostingClassifier if classes else HistGradientBoostingRegressor
    return make_pipeline(encode, kind(categorical_features=list(range(len(few))) or None, random_state=0))


def on_inputs(model):
    encode = ColumnTransformer(
        [
            ("numbers", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
            ("texts", OneHotEncoder(handle_unknown="ignore"), texts),
        ]
    )
    return make_pipeline(encode, model if classes else TransformedTargetRegressor(model, transformer=StandardScaler()))


makers = {
    "hgb": boosting,
    "mlp": lambda: on_inputs((MLPClassifier if classes else MLPRegressor)((100,), random_state=0)),
    "linear": lambda: on_inputs(LogisticRegression(max_iter=1000) if classes else Ridge()),
    "constant": lambda: on_inputs(DummyClassifier(strategy="prior") if classes else DummyRegressor()),
}
answers = {}
for name in sys.argv[6:]:
    begin = time.perf_counter()
    model = makers[name]()
    model.fit(values.iloc[train], y[train])
    if classes:
        proba = model.predict_proba(values.iloc[test])
        at = {c: i for i, c in enumerate(model.classes_)}
        own = [float(p[at[c]]) if c in at else 0.0 for p, c in zip(proba, y[test])]
        top = proba.argmax(axis=1)
        answer = {
            "correct": [int(model.classes_[i] == c) for i, c in zip(top, y[test])],
            "own": [round(p, 7) for p in own],
            "top": [round(float(p[i]), 7) for p, i in zip(proba, top)],
        }
    else:
        answer = {"predicted": [float(v) for v in model.predict(values.iloc[test])]}
    answers[name] = {"seconds": round(time.perf_counter() - begin, 3), **answer}
print(
    json.dumps(
        {
            "task": task,
            "target": target,
            "columns": x.shape[1],
            "rows": [int(i) for i in test],
            "actual": y[test].tolist(),
            "models": answers,
        }
    )
)
