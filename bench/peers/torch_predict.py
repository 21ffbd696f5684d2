"""CSV in, CSV out with pandas and PyTorch, 10-64-3: torch_predict.py rows.csv out.csv"""
import json
import sys

import numpy as np
import pandas as pd
import torch
from torch import nn

table = pd.read_csv(sys.argv[1])
model = nn.Sequential(nn.Linear(10, 64), nn.ReLU(), nn.Linear(64, 3))
with torch.no_grad():
    x = torch.from_numpy(table.to_numpy(dtype="float32"))
    chosen = model(x).argmax(1).numpy()
table["prediction"] = np.array(["red", "green", "blue"], dtype=object)[chosen]
table.to_csv(sys.argv[2], index=False)
print(json.dumps({"version": torch.__version__}))
