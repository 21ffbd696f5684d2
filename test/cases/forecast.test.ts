import { runCases } from '../support/cases.ts';

runCases('forecast');
