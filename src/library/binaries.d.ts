/** The binaries of the kernels, which the build puts into chunks of their own. */
declare module '#kernels/*.wasm' {
  const bytes: Uint8Array;
  export default bytes;
}
