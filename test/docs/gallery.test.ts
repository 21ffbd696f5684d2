import { testDocument } from '../support/documentTest.ts';

testDocument('docs/gallery/README.md');
