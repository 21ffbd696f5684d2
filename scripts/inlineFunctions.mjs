// Lets the compiler of AssemblyScript inline every function that stands under a comment `// @inline`. Its own
// notation, a decorator of a function, is no TypeScript: editors, the type check, lint and format could not
// read the kernels.
import { Node, NodeKind } from 'assemblyscript';
import { Transform } from 'assemblyscript/transform';

const MARK = /\/\/ @inline\n(?:export )?$/;

export default class InlineFunctions extends Transform {
  afterParse({ sources }) {
    for (const { text, statements } of sources) {
      for (const statement of statements) {
        if (statement.kind !== NodeKind.FunctionDeclaration) continue;
        const { range, decorators } = statement;
        if (!MARK.test(text.slice(0, range.start))) continue;
        const name = Node.createIdentifierExpression('inline', range);
        statement.decorators = [...(decorators ?? []), Node.createDecorator(name, null, range)];
      }
    }
  }
}
