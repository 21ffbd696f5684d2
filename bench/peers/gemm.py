"""Rate of OpenBLAS' sgemm, GFLOP/s, median of several: gemm.py m k n threads. OpenBLAS is called as it is, since NumPy may use
another library."""
import ctypes
import json
import sys
import time

import numpy as np

m, k, n, threads = (int(x) for x in sys.argv[1:5])
blas = ctypes.CDLL("libopenblas.so.0")
blas.openblas_set_num_threads(threads)
blas.openblas_get_config.restype = ctypes.c_char_p
a = np.random.randn(m, k).astype(np.float32)
b = np.random.randn(k, n).astype(np.float32)
out = np.empty((m, n), dtype=np.float32)
pointer = ctypes.POINTER(ctypes.c_float)
pa, pb, po = (x.ctypes.data_as(pointer) for x in (a, b, out))
one, zero = ctypes.c_float(1), ctypes.c_float(0)
ROW_MAJOR, PLAIN = 101, 111
rates = []
for _ in range(25):
    begin = time.perf_counter()
    blas.cblas_sgemm(ROW_MAJOR, PLAIN, PLAIN, m, n, k, one, pa, k, pb, n, zero, po, n)
    rates.append(2 * m * k * n / (time.perf_counter() - begin) / 1e9)
assert np.allclose(out, a @ b, atol=1e-2)
print(json.dumps({"gflops": sorted(rates)[len(rates) // 2], "version": blas.openblas_get_config().decode()}))
