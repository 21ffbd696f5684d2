/** cblas_sgemm with addresses as numbers: out [m×n] = alpha·op(a)·op(b) + beta·out. */
export type Sgemm = (
  order: number,
  transA: number,
  transB: number,
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: number,
  lda: number,
  b: number,
  ldb: number,
  beta: number,
  c: number,
  ldc: number,
) => void;

/** A library as data: what is shown to a person, and what a thread needs to open it for itself. */
export interface BlasDescription {
  readonly path: string;
  /** What it calls itself: `OpenBLAS 0.3.21`. */
  readonly name: string;
  /** The processor its kernels are made for, where it says so: `SkylakeX`. */
  readonly core?: string;
  /** The processor it would have taken them of by itself, being older than this one. */
  readonly insteadOf?: string;
  /** Why it is used only on request: it is slower than our own kernels. */
  readonly slow?: string;
  /** Several threads may call it at the same time. */
  readonly concurrent: boolean;
}

/** An opened library. */
export interface Blas {
  readonly description: BlasDescription;
  readonly sgemm: Sgemm;
  /** Address of a buffer's first byte, as the library takes it. */
  readonly addressOf: (buffer: ArrayBuffer | SharedArrayBuffer) => number;
}

/** A library that was looked for and is not used. */
export interface Rejected {
  readonly path: string;
  readonly reason: string;
}

/** What a search for a library brought. */
export interface BlasSearch {
  readonly blas?: Blas;
  /** In the order in which they were tried. */
  readonly rejected: readonly Rejected[];
  /** The path that NN_BLAS names; nothing else is tried then. */
  readonly named?: string;
  /** Version of koffi, which calls the library; absent when the package is not installed. */
  readonly koffi?: string;
}

/** What a library says about itself. */
export interface Questions {
  /** Whether it, or a library it needs, has this symbol. */
  has(symbol: string): boolean;
  /** The text that a function without arguments returns; undefined when there is no such function. */
  text(symbol: string): string | undefined;
  /** The number that a function without arguments returns. */
  number(symbol: string): number | undefined;
}

/** OpenBLAS kernels without AVX; ours do as much with 128-bit vectors. */
const slowCores = new Set(
  [
    ...[
      'katmai',
      'coppermine',
      'northwood',
      'banias',
      'prescott',
      'core2',
      'penryn',
      'dunnington',
      'nehalem',
    ],
    ...['atom', 'nano', 'athlon', 'opteron', 'opteron_sse3', 'barcelona', 'bobcat'],
  ].map((name) => name.toLowerCase()),
);

/** Whether OpenBLAS runs on kernels of a processor from before AVX. */
export const isSlowCore = (core: string): boolean => slowCores.has(core.toLowerCase());

/**
 * The OpenBLAS kernels for a processor by its flags. A release that is older than the processor does not know
 * it and takes those of a Pentium, which are four times slower.
 *
 * @param flags as in /proc/cpuinfo
 */
export function coreForFlags(flags: ReadonlySet<string>): string | undefined {
  const has = (...names: string[]) => names.every((name) => flags.has(name));
  if (has('avx512f', 'avx512bw', 'avx512cd', 'avx512dq', 'avx512vl')) return 'SkylakeX';
  return has('avx2', 'fma') ? 'Haswell' : undefined;
}

/** Which library this is. One that does not say is slow: it is the reference BLAS, or one nobody measured. */
export function identify(path: string, library: Questions): BlasDescription {
  if (library.has('openblas_get_config')) {
    const version = /\d+\.\d+\.\d+/.exec(library.text('openblas_get_config') ?? '')?.[0];
    const core = library.text('openblas_get_corename');
    return {
      path,
      name: version === undefined ? 'OpenBLAS' : `OpenBLAS ${version}`,
      ...(core !== undefined && { core }),
      ...(core !== undefined && isSlowCore(core) && { slow: `kernels of an older processor (${core})` }),
      // A build without threads hands the same buffer to two callers, unless it was made with locks, which it
      // does not say.
      concurrent: library.number('openblas_get_parallel') !== 0,
    };
  }
  if (library.has('MKL_Set_Num_Threads')) return { path, name: 'Intel MKL', concurrent: true };
  if (library.has('bli_info_get_version_str')) {
    const version = library.text('bli_info_get_version_str');
    return { path, name: version === undefined ? 'BLIS' : `BLIS ${version}`, concurrent: true };
  }
  if (path.includes('Accelerate')) return { path, name: 'Accelerate', concurrent: true };
  const name = library.has('ATL_buildinfo') ? 'ATLAS' : 'an unknown BLAS';
  return { path, name, slow: 'slower than our own kernels', concurrent: false };
}

/** Functions that set a library's own threads; ours call it, each for itself. */
export const threadSetters: readonly string[] = [
  'openblas_set_num_threads',
  'MKL_Set_Num_Threads',
  'bli_thread_set_num_threads',
];

/** Environment variables that keep libraries from starting threads of their own while they load. */
export const oneThread: Readonly<Record<string, string>> = {
  OPENBLAS_NUM_THREADS: '1',
  OMP_NUM_THREADS: '1',
  BLIS_NUM_THREADS: '1',
  VECLIB_MAXIMUM_THREADS: '1',
  // Else MKL looks for Intel's OpenMP library and ends the process when it is not there.
  MKL_THREADING_LAYER: 'SEQUENTIAL',
};

/**
 * Names under which libraries are looked for, the fastest first.
 *
 * @param platform as Node.js calls it
 * @param folders where libraries may lie that the system does not know of: of conda, of MKL
 */
export function candidates(platform: string, folders: readonly string[] = []): string[] {
  if (platform === 'darwin') {
    return [
      '/System/Library/Frameworks/Accelerate.framework/Accelerate',
      ...[...folders, '/opt/homebrew/opt/openblas/lib', '/usr/local/opt/openblas/lib'].map(
        (folder) => `${folder}/libopenblas.dylib`,
      ),
    ];
  }
  if (platform === 'win32') {
    const names = ['libopenblas.dll', 'openblas.dll', 'mkl_rt.2.dll', 'mkl_rt.dll'];
    return [...folders.flatMap((folder) => names.map((name) => `${folder}\\${name}`)), ...names];
  }
  const names = [
    ...['libopenblas.so.0', 'libopenblasp.so.0', 'libopenblas.so'],
    ...['libblis.so.4', 'libblis.so', 'libmkl_rt.so.2', 'libmkl_rt.so'],
  ];
  const oneapi = '/opt/intel/oneapi/mkl/latest/lib';
  return [
    ...folders.flatMap((folder) => names.map((name) => `${folder}/${name}`)),
    ...names,
    `${oneapi}/libmkl_rt.so.2`,
    // What an administrator may have pointed at any of them.
    ...['libcblas.so.3', 'libblas.so.3'],
  ];
}
