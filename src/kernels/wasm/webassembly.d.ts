/**
 * The part of the WebAssembly API that the kernels use; the DOM library has it, together with a whole
 * browser.
 */
declare namespace WebAssembly {
  class Module {
    private readonly brand: never;
  }
  class Memory {
    constructor(descriptor: { initial: number; maximum: number; shared: boolean });
    readonly buffer: SharedArrayBuffer;
    grow(pages: number): number;
  }
  class Instance {
    constructor(module: Module, imports: { env: { memory: Memory } });
    readonly exports: Record<string, (...args: number[]) => number>;
  }
  function validate(bytes: Uint8Array): boolean;
  function compile(bytes: Uint8Array): Promise<Module>;
}
