import { writeFile } from 'node:fs/promises';
import { predict, readTable, saveModel, train } from 'nnsh';

const table = await readTable('iris.csv');
const { model, best } = await train(table, { target: 'species', epochs: 200 });
console.log(`epoch ${best?.epoch}: validation accuracy ${best?.validationAccuracy?.toFixed(3)}`);

const flower = { sepal_length: 5.1, sepal_width: 3.5, petal_length: 1.4, petal_width: 0.2 };
const prediction = await predict(model, [flower]);
if (prediction.kind === 'classes') console.log(prediction.labels[0], prediction.probabilities);

await writeFile('iris.safetensors', saveModel(model));
