import { defineNetwork, spiralData } from 'nnsh';

const { x, y } = spiralData(100, 3, { seed: 0 }); // x [300 × 2], y [300]
const network = defineNetwork('2,64,relu,3,softmax');
const trainer = await network.trainer({ optimizer: 'adam', learningRate: 0.05, seed: 0 });

for (let step = 0; step <= 1000; step++) {
  trainer.learningRate = 0.05 / (1 + 0.001 * step);
  const { loss, accuracy } = trainer.step(x, y);
  if (step % 200 === 0) console.log(step, loss.toFixed(3), accuracy?.toFixed(3));
}

const test = spiralData(100, 3, { seed: 1 });
console.log('test', trainer.measure(test.x, test.y).accuracy?.toFixed(3));
