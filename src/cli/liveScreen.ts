import type { Live } from '../host/screen.ts';
import { liveBlock } from './live.ts';
import type { Block, Place } from './live.ts';

/** The one block that a terminal has room for, whoever wants to fill it. */
export interface LiveScreen {
  /**
   * A block. While another one is shown it stays hidden.
   *
   * @param yields to one that does not: it is shown while nothing better is
   */
  open(yields?: boolean): Live;
  /** Writes lines above the block. */
  above(write: () => void): void;
}

export function liveScreen(place: Place): LiveScreen {
  let owner: { readonly block: Block; readonly yields: boolean } | undefined;
  return {
    open(yields = false) {
      const own = { block: liveBlock(place), yields };
      let ended = false;
      return {
        update(lines, atOnce) {
          if (owner !== undefined && owner !== own && owner.yields && !yields) {
            owner.block.done();
            owner = undefined;
          }
          owner ??= ended ? undefined : own;
          if (owner === own) own.block.update(lines, atOnce);
        },
        done() {
          ended = true;
          if (owner !== own) return;
          own.block.done();
          owner = undefined;
        },
      };
    },
    above(write) {
      if (owner) owner.block.above(write);
      else write();
    },
  };
}
