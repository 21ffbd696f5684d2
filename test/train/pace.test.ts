import { expect, it } from 'vitest';
import { pressesIn } from '../../src/cli/keys.ts';
import { Pace } from '../../src/runs/pace.ts';

/** A clock that only goes on while somebody waits. */
function paced() {
  let time = 0;
  const interrupt = { requested: false, heed: () => {} };
  const keys: (() => void)[] = [];
  const clock = {
    now: () => time,
    today: () => '2026-01-01',
    interrupt,
    pause: async (ms = 0) => {
      time += ms;
      if (time > 10_000) throw new Error('it waits for ever');
      keys.shift()?.();
    },
  };
  return { pace: new Pace(clock), clock, interrupt, keys };
}

it('full speed waits for nothing, and each − for longer', async () => {
  const { pace, clock } = paced();
  await pace.wait(true, () => {});
  expect(clock.now()).toBe(0);
  pace.press('minus');
  pace.press('minus');
  await pace.wait(false, () => {});
  expect(clock.now()).toBe(0);
  await pace.wait(true, () => {});
  expect(clock.now()).toBeGreaterThanOrEqual(100);
  expect(clock.now()).toBeLessThan(140);
  expect(pace.clock().now()).toBe(0);
});

it('space pauses until space, and → lets one epoch pass', async () => {
  const { pace, keys } = paced();
  const events: string[] = [];
  pace.press('space');
  keys.push(
    () => {},
    () => pace.press('right'),
  );
  await pace.wait(false, () => events.push('drawn'));
  await pace.wait(false, () => events.push('in the step'));
  keys.push(() => pace.press('space'));
  await pace.wait(true, () => events.push('drawn after the step'));
  await pace.wait(true, () => events.push('going on'));
  expect(events).toEqual(['drawn', 'drawn after the step']);
});

it('q and Ctrl-C end a pause', async () => {
  const first = paced();
  first.pace.press('space');
  first.keys.push(() => first.pace.press('q'));
  await first.pace.wait(true, () => {});
  expect(first.pace.stopped).toBe(true);
  const second = paced();
  second.pace.press('space');
  second.keys.push(() => (second.interrupt.requested = true));
  await second.pace.wait(true, () => {});
  expect(second.pace.stopped).toBe(false);
});

it('says what the keys do only where they are heard', async () => {
  const { pace } = paced();
  expect(pace.lines(80)).toEqual([]);
  const off = await pace.heeding({ keys: async () => undefined }, async () => pace.lines(80));
  expect(off).toEqual([]);
  let left = false;
  const keys = async () => () => void (left = true);
  await pace.heeding({ keys }, async () => {
    for (const key of ['space', 'minus', 'minus', 'minus', 'minus', 'minus'] as const) {
      pace.press(key);
      for (const width of [40, 80]) expect(pace.lines(width)[0].length).toBeLessThan(width);
    }
  });
  expect(left).toBe(true);
});

it('takes what a terminal sends apart', () => {
  expect(pressesIn(' q\u001B[C\u001BOC+\u001B')).toEqual([' ', 'q', '\u001B[C', '\u001BOC', '+', '\u001B']);
});
