export { setWorkspace, workspaceBytes } from './pack';
export { addBias, denseForward, denseGradInput, matmul, matmulTA, matmulTB, sumRows } from './matmul';
