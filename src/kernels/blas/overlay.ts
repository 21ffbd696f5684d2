import type { WasmOverlay } from '../wasm/load.ts';
import type { Blas } from './library.ts';
import { chunkOfConvolution, convolutionCalls, convolutions } from './convolution.ts';
import { PLAIN, productIn, TRANSPOSED } from './product.ts';
import type { Call } from './product.ts';
import { chunkOf, pays, SPEED } from './rule.ts';
import type { Product } from './rule.ts';

type Numbers = Readonly<Record<string, number>>;

/**
 * Bytes of memory that must follow the last tensor: some kernels (BLIS 0.9 with AVX-512) read whole vectors
 * at an edge, and after the end of the memory the process would end.
 */
export const SLACK_BYTES = 4096;

/** The products that a library can serve, as it sees them. */
const products: Readonly<Record<string, (numbers: Numbers) => Product>> = {
  matmul: ({ m, k, n }) => ({ rows: m, cols: n, inner: k }),
  matmulTA: ({ m, k, n }) => ({ rows: k, cols: n, inner: m }),
  matmulTB: ({ m, k, n }) => ({ rows: m, cols: k, inner: n, transposed: true }),
  denseForward: ({ m, k, n }) => ({ rows: m, cols: n, inner: k, finished: true }),
  denseGradInput: ({ m, k, n }) => ({ rows: m, cols: k, inner: n, transposed: true, finished: true }),
  ...convolutions,
};

export interface BlasOptions {
  /** Opens the library when the first product is large enough for it; undefined: there is none. */
  open(): Blas | undefined;
  readonly memory: { readonly buffer: SharedArrayBuffer };
  /** Our own kernels on the same memory, for what comes before and after a product. */
  readonly own: Pick<WasmOverlay, 'get' | 'windows'>;
  /** Serve every product, also those that our own kernels compute faster. */
  readonly always: boolean;
}

/** The kernels as calls of the library, on the memory of WebAssembly. */
function calls(blas: Blas, { memory, own }: BlasOptions): Readonly<Record<string, Call>> {
  const product = productIn(blas, memory.buffer);
  const [finish, mask, clear] = ['biasActivation', 'maskPositive', 'fill'].map((name) => own.get(name)?.call);
  if (!finish || !mask || !clear) throw new Error('no kernels for what comes before and after a product');
  return {
    matmul: (a, b, out, m, k, n, lda, ldb, ldo) => product(PLAIN, PLAIN, m, n, k, a, lda, b, ldb, out, ldo),
    matmulTA: (a, b, out, m, k, n, lda, ldb, ldo) =>
      product(TRANSPOSED, PLAIN, k, n, m, a, lda, b, ldb, out, ldo),
    matmulTB: (a, b, out, m, k, n, lda, ldb, ldo) =>
      product(PLAIN, TRANSPOSED, m, k, n, a, lda, b, ldb, out, ldo),
    denseForward(x, w, b, out, m, k, n, act, ldx, ldo) {
      product(PLAIN, PLAIN, m, n, k, x, ldx, w, n, out, ldo);
      finish(out, b, m, n, act, ldo);
    },
    denseGradInput(dy, w, y, dx, m, k, n, lddy, ldy, lddx) {
      product(PLAIN, TRANSPOSED, m, k, n, dy, lddy, w, n, dx, lddx);
      mask(y, dx, m, k, ldy, lddx);
    },
    ...convolutionCalls(product, own.windows, finish, clear),
  };
}

/** A BLAS library as an overlay. It is opened when a plan has a product that it should serve, not before. */
export function blasOverlay(options: BlasOptions) {
  const { own } = options;
  let opened: { blas: Blas; calls: Readonly<Record<string, Call>> } | undefined;
  const open = () => {
    const blas = opened ? undefined : options.open();
    if (blas) opened = { blas, calls: calls(blas, options) };
    return opened;
  };
  /**
   * In a thread that uses the library nobody has called `accepts`: the first call opens it.
   */
  const openAndCall =
    (kernel: string): Call =>
    (...args) => {
      const library = open();
      if (!library) throw new Error('no BLAS library');
      library.calls[kernel](...args);
    };
  return {
    name: 'blas',
    get(kernel: string) {
      const product = products[kernel];
      if (!product) return undefined;
      return {
        speed: SPEED,
        get call() {
          return opened?.calls[kernel] ?? openAndCall(kernel);
        },
        accepts: (numbers: Numbers) =>
          (options.always || pays(product(numbers))) &&
          own.get(kernel)?.accepts?.(numbers) !== false &&
          open() !== undefined,
        chunk(numbers: Numbers) {
          if (kernel in convolutions) return chunkOfConvolution(kernel, numbers, own.windows);
          const { rows } = product(numbers);
          return open()?.blas.description.concurrent ? chunkOf(rows) : rows;
        },
      };
    },
  };
}
