import { runCases } from '../support/cases.ts';

runCases('train', [1, 3]);
