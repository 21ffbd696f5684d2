"""scikit-learn's MLPClassifier or MLPRegressor over five folds. Prints the scores of every fold of every seed as JSON.

sklearn_mlp.py task data.csv folds.csv hidden epochs batch rate alpha seeds
The target is the last column. Writes folds.csv: the rows with their fold, so that others can be measured on the same folds.
Numbers are standardised by the training rows of each fold, the target of a regression too.
"""
import json
import sys
import warnings

import pandas as pd
from sklearn.compose import TransformedTargetRegressor
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
task, source, target = sys.argv[1:4]
hidden = tuple(int(n) for n in sys.argv[4].split(","))
epochs, batch = int(sys.argv[5]), int(sys.argv[6])
rate, alpha = float(sys.argv[7]), float(sys.argv[8])
seeds = int(sys.argv[9])
table = pd.read_csv(source)
x, y = table.iloc[:, :-1].to_numpy(float), table.iloc[:, -1].to_numpy()
classes = task == "classification"
folds = (StratifiedKFold if classes else KFold)(5, shuffle=True, random_state=0)
splits = list(folds.split(x, y))
fold = pd.Series(0, index=table.index)
for i, (_, held) in enumerate(splits):
    fold[held] = i + 1
table.insert(0, "fold", fold)
table.to_csv(target, index=False)


def model(seed):
    settings = dict(
        hidden_layer_sizes=hidden,
        solver="adam",
        learning_rate_init=rate,
        alpha=alpha,
        batch_size=batch,
        max_iter=epochs,
        # All epochs, as the other side: never "converged".
        tol=0,
        n_iter_no_change=epochs,
        random_state=seed,
    )
    if classes:
        return make_pipeline(StandardScaler(), MLPClassifier(**settings))
    regressor = make_pipeline(StandardScaler(), MLPRegressor(**settings))
    return TransformedTargetRegressor(regressor, transformer=StandardScaler())


scores = [
    [model(seed).fit(x[train], y[train]).score(x[held], y[held]) for train, held in splits]
    for seed in range(seeds)
]
print(json.dumps({"scores": scores}))
