import { expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { nnInside } from '../support/nn.ts';

it('says the version of package.json, with what it runs on for programs', async () => {
  const { version } = packageJson;
  expect(await nnInside(['--version'])).toEqual({ status: 0, stderr: '', stdout: `nn ${version}\n` });
  const { stdout } = await nnInside(['--version', '--json']);
  const { platform, arch, versions } = process;
  expect(JSON.parse(stdout)).toEqual({ version, node: versions.node, platform, arch, executable: false });
});
