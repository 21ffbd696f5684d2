import { runCases } from '../support/cases.ts';

runCases('train', [0, 3]);
