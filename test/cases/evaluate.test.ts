import { runCases } from '../support/cases.ts';

runCases('evaluate');
