import { testDocument } from '../support/documentTest.ts';

testDocument('README.md');
