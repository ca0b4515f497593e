import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { check } from '../../server/src/language-service/check';
import { checkFolder, type FolderInput } from '../../server/src/language-service/check-folder';
import { supportedMinors } from '../../server/src/protocol';

/** kubeadm's four, load balancers, node agents and the like, as people write them: nothing in them is to be flagged. */
const folders = ['examples/manifests', 'examples/control-plane/manifests', 'test/fixtures/real-manifests'];

/** The tutorial's Pod runs whatever nginx the node has: a hint says so, and it is meant. */
const meant: Readonly<Record<string, readonly string[]>> = { 'static-web.yaml': ['image-tag'] };

function readFolder(folder: string): FolderInput[] {
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, kind: 'file', text: readFileSync(path.join(folder, name), 'utf8') }));
}

for (const folder of folders) {
  describe(`no false alarm in ${folder}`, () => {
    const inputs = readFolder(folder);
    for (const { name, text = '' } of inputs) {
      it(name, () => {
        for (const minor of supportedMinors) {
          const result = check(text, { minor, nodeName: 'my-node1', source: 'file' });
          assert.equal(result.accepted, true, `1.${minor}`);
          assert.deepEqual(
            result.findings.map(({ rule }) => rule),
            meant[name] ?? [],
            `1.${minor}`,
          );
        }
      });
    }

    it('as one folder of a node', () => {
      const checked = checkFolder(inputs, { minor: 37, nodeName: 'my-node1', source: 'file' });
      assert.ok(checked.length >= 3);
      assert.deepEqual(
        checked.flatMap(({ name, findings }) =>
          findings.map(({ rule }) => rule).filter((rule) => meant[name]?.includes(rule) !== true),
        ),
        [],
      );
    });
  });
}
