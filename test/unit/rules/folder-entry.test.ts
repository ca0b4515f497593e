import assert from 'node:assert/strict';
import { it } from 'node:test';
import { findingsInFolder } from '../../support/folder-test';
import { podWith } from '../../support/rule-test';

it('folders, sockets and links', () => {
  const files = {
    old: { kind: 'folder' },
    socket: { kind: 'other' },
    'link.yaml': { kind: 'file', linkTarget: '/srv/web.yaml', text: podWith({}) },
    'web.yaml': podWith({}),
  } as const;
  assert.deepEqual(findingsInFolder('folder-entry', files), ['old: ', 'socket: ', 'link.yaml: ']);
});
