import { NnError } from '../errors.ts';
import { hintForForeign, hintForNear } from './foreignNames.ts';

/** An option that a command does not have. Who knows the other commands may know better what was meant. */
export class UnknownOption extends NnError {
  /** As it was typed: `--lr=0.1`. */
  readonly typed: string;
  /** What is near its name: `did you mean --step?` */
  readonly near: string | undefined;
  /** The hint is what another library's option of exactly this name is here. */
  readonly isForeign: boolean;

  /**
   * @param typed as it was typed
   * @param command that does not have it, and the options that it has
   * @param value what was given with it
   */
  constructor(
    typed: string,
    command: { readonly name: string; readonly flags: readonly string[] },
    value?: string,
  ) {
    const foreign = hintForForeign(typed, command.flags, value);
    const near = hintForNear(typed, command.flags, value);
    super('usage', `nn ${command.name}: unknown option ${typed}`, {
      hint: foreign ?? near ?? `nn ${command.name} --help lists the options`,
    });
    this.typed = typed;
    this.near = near;
    this.isForeign = foreign !== undefined;
  }
}
