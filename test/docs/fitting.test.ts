import { testDocument } from '../support/documentTest.ts';

testDocument('docs/over-and-underfitting.md');
