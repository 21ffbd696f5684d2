"""Milliseconds that pandas.read_csv (C engine) takes: pandas_read.py file"""
import json
import sys
import time

import pandas as pd

begin = time.perf_counter()
pd.read_csv(sys.argv[1])
print(json.dumps({"ms": 1000 * (time.perf_counter() - begin), "version": pd.__version__}))
