import { layerOutputs, loadModel, readTable } from 'nnsh';

const model = await loadModel('iris.safetensors');
const table = await readTable('iris.csv');

for (const { name, type, shape, data } of await layerOutputs(model, table)) {
  const active = data.filter((value) => value > 0).length / data.length;
  console.log(`${name} (${type}) [${shape.join(' × ')}]: ${(100 * active).toFixed(0)} % above 0`);
}
