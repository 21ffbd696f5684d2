import { lazy } from '../../util/lazy.ts';
import { usageError } from '../../errors.ts';
import type { NnError } from '../../errors.ts';
import { didYouMean } from '../../util/suggest.ts';
import { functions, operators } from './operations.ts';
import type { Operation } from './operations.ts';

/** A part of an expression and the text it stands in. */
export type Node =
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'column'; readonly name: string; readonly text: string }
  | {
      readonly kind: 'operation';
      readonly operation: Operation;
      readonly of: readonly Node[];
      /** As written: a sign, or the name of a function. */
      readonly name: string;
      readonly text: string;
    };

/** A column computed from others. */
export interface Expression {
  /** As the user wrote it. */
  readonly text: string;
  readonly root: Node;
  /** Names of the columns it needs, each once. */
  readonly columns: readonly string[];
}

interface Token {
  readonly kind: 'number' | 'name' | 'quoted' | 'sign' | 'end';
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const TOKEN = lazy(
  () =>
    /\s*(?:(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|(?<name>[\p{L}_][\p{L}\p{N}_.]*)|`(?<quoted>[^`]+)`|(?<sign>\*\*|[-+*/^(),]))/uy,
);

/** Parentheses, signs and powers inside each other at most: each takes some of the stack. */
const DEEPEST = 100;
/** Operations of an expression at most, for the same reason. */
const LONGEST = 1000;

/** True for a name that an expression takes without backquotes. */
export const isPlainName = (name: string) => /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name) && name !== 'pi';

/** The place in a text, marked by a caret under it; of a long text the part around it. */
function marked(text: string, at: number): string {
  const from = at > 60 ? at - 40 : 0;
  const part = text.slice(from, from + 72).replaceAll(/\s/g, ' ');
  const before = from > 0 ? '…' : '';
  const after = from + 72 < text.length ? '…' : '';
  return `\n  ${before}${part}${after}\n  ${' '.repeat(before.length + at - from)}^`;
}

/**
 * Reads expressions divided by commas. From weak to strong: + and −, * and /, the sign in front, ^ (from the
 * right, as in mathematics: −x^2 is −(x²)).
 */
class Parser {
  readonly #text: string;
  #token: Token;
  /** Where the last token ended. */
  #end = 0;
  #depth = 0;
  #operations = 0;
  #columns = new Set<string>();

  constructor(text: string) {
    this.#text = text;
    this.#token = this.#next(0);
  }

  list(): Expression[] {
    const all: Expression[] = [];
    do {
      if (all.length > 0) this.#advance();
      const { from } = this.#token;
      this.#columns = new Set();
      this.#operations = 0;
      const root = this.#sum();
      const text = this.#text.slice(from, this.#end);
      if (!this.#is(',') && this.#token.kind !== 'end') throw this.#unexpected();
      if (this.#columns.size === 0) throw this.#fail(`"${text}" uses no column`, from);
      if (all.some((other) => other.text === text)) throw this.#fail(`"${text}" is there twice`, from);
      all.push({ text, root, columns: [...this.#columns] });
    } while (this.#is(','));
    return all;
  }

  /** What stands after a whole expression and does not belong there. */
  #unexpected(): NnError {
    const { text } = this.#token;
    const hint =
      text === ')' ? undefined : 'a product needs its *, as in 2*x1; other names stand in `backquotes`';
    return this.#fail(
      text === ')' ? 'this ) has no (' : `expected + - * / ^ or a comma, found "${text}"`,
      undefined,
      hint,
    );
  }

  #next(at: number): Token {
    TOKEN().lastIndex = at;
    const match = TOKEN().exec(this.#text);
    if (!match) {
      const from = at + (/^\s*/.exec(this.#text.slice(at))?.[0].length ?? 0);
      if (from === this.#text.length) return { kind: 'end', text: '', from, to: from };
      const found = String.fromCodePoint(this.#text.codePointAt(from) ?? 0);
      throw this.#fail(
        found === '`' ? 'this ` has no other one' : `found "${found}", which has no meaning here`,
        from,
        'names with other characters stand in `backquotes`, and the whole in single quotes',
      );
    }
    const to = TOKEN().lastIndex;
    const [kind, text] = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined) ?? [
      'end',
      '',
    ];
    const from = to - text.length - (kind === 'quoted' ? 2 : 0);
    return { kind: kind as Token['kind'], text: text === '**' ? '^' : text, from, to };
  }

  #advance(): Token {
    const token = this.#token;
    this.#end = token.to;
    this.#token = this.#next(token.to);
    return token;
  }

  #is(...signs: readonly string[]): boolean {
    return this.#token.kind === 'sign' && signs.includes(this.#token.text);
  }

  #fail(message: string, at = this.#token.from, hint?: string): NnError {
    return usageError(`--features: ${message}${marked(this.#text, at)}`, {
      ownLines: true,
      ...(hint !== undefined && { hint }),
    });
  }

  #operation(name: string, operation: Operation, of: readonly Node[], from: number): Node {
    if (++this.#operations > LONGEST) throw this.#fail(`more than ${LONGEST} operations`, from);
    return { kind: 'operation', name, operation, of, text: this.#text.slice(from, this.#end) };
  }

  #chain(signs: readonly ('+' | '-' | '*' | '/')[], part: () => Node): Node {
    const { from } = this.#token;
    let left = part();
    for (;;) {
      const sign = signs.find((candidate) => this.#is(candidate));
      if (sign === undefined) return left;
      this.#advance();
      left = this.#operation(sign, operators[sign], [left, part()], from);
    }
  }

  #sum = (): Node => this.#chain(['+', '-'], this.#product);

  #product = (): Node => this.#chain(['*', '/'], this.#signed);

  #signed = (): Node => {
    if (++this.#depth > DEEPEST) throw this.#fail(`more than ${DEEPEST} parts inside each other`);
    const node = this.#is('-', '+') ? this.#sign() : this.#power();
    this.#depth--;
    return node;
  };

  #sign(): Node {
    const { text, from } = this.#advance();
    const node = this.#signed();
    return text === '+' ? node : this.#operation('-', operators.negate, [node], from);
  }

  #power(): Node {
    const { from } = this.#token;
    const base = this.#atom();
    if (!this.#is('^')) return base;
    this.#advance();
    return this.#operation('^', operators['^'], [base, this.#signed()], from);
  }

  #atom(): Node {
    const token = this.#token;
    const { kind, text, from } = token;
    if (kind === 'number') {
      this.#advance();
      const value = Number(text);
      if (!Number.isFinite(value)) throw this.#fail(`${text} is too large a number`, from);
      return { kind, value, text };
    }
    if (kind === 'quoted') return this.#column();
    if (kind === 'name') {
      if (this.#text.slice(token.to).trimStart().startsWith('(')) return this.#call();
      if (text !== 'pi') return this.#column();
      this.#advance();
      return { kind: 'number', value: Math.PI, text };
    }
    if (!this.#is('(')) {
      const found = kind === 'end' ? 'the end' : `"${text}"`;
      throw this.#fail(`expected a column, a number or a parenthesis, found ${found}`);
    }
    this.#advance();
    const inner = this.#sum();
    this.#close(from);
    return inner;
  }

  #column(): Node {
    const { text } = this.#advance();
    this.#columns.add(text);
    return { kind: 'column', name: text, text };
  }

  #call(): Node {
    const { text: name, from } = this.#token;
    if (!Object.hasOwn(functions, name))
      throw this.#fail(`there is no function "${name}"`, from, didYouMean(name, Object.keys(functions)));
    this.#advance();
    const operation = functions[name];
    const open = this.#advance().from;
    const of = [this.#sum()];
    while (this.#is(',')) {
      this.#advance();
      of.push(this.#sum());
    }
    this.#close(open);
    if (operation.arity === 'many' ? of.length < 2 : of.length > 1) {
      const required = operation.arity === 'many' ? 'at least two values' : 'one value';
      throw this.#fail(`${name} takes ${required}, found ${of.length}`, from);
    }
    return this.#operation(name, operation, of, from);
  }

  /** Takes the parenthesis that closes the one at `open`. */
  #close(open: number): void {
    if (this.#is(')')) this.#advance();
    else if (this.#token.kind === 'end') throw this.#fail('this ( is not closed', open);
    else throw this.#fail(`expected + - * / ^ or ), found "${this.#token.text}"`);
  }
}

/**
 * Expressions over columns, divided by commas: `x1^2, x1*x2, sin(x1)`.
 *
 * @throws NnError('usage') that marks the place
 */
export function parseExpressions(text: string): Expression[] {
  return new Parser(text).list();
}
