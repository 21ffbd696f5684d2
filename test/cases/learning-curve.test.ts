import { runCases } from '../support/cases.ts';

runCases('learning-curve');
