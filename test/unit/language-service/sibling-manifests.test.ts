import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { SiblingManifests } from '../../../server/src/sibling-manifests';

describe('the files beside a manifest', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'siblings-'));
  after(() => rmSync(folder, { recursive: true }));

  it('are read where one of them is a link to itself or to nothing', () => {
    writeFileSync(path.join(folder, 'web.yaml'), 'kind: Pod\n');
    symlinkSync('loop.yaml', path.join(folder, 'loop.yaml'));
    symlinkSync('nothing', path.join(folder, 'dangling.yaml'));
    assert.deepEqual(
      new SiblingManifests().entriesOf(folder).map(({ name }) => name),
      ['web.yaml'],
    );
  });

  it('are none where the folder is not there', () => {
    assert.deepEqual(new SiblingManifests().entriesOf(path.join(folder, 'nowhere')), []);
  });
});
