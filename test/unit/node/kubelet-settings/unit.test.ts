import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readEnvironmentFile } from '../../../../client/src/node/kubelet-settings/environment-file';
import { removeWords } from '../../../../client/src/node/kubelet-settings/remove-words';
import type { SourceFile } from '../../../../client/src/node/kubelet-settings/systemd-words';
import { readUnitCommand } from '../../../../client/src/node/kubelet-settings/unit';

function file(path: string, text: string): SourceFile {
  return { path, realPath: path, text };
}

function argvOf(units: readonly string[], environments: Readonly<Record<string, string>> = {}): string[] {
  const command = readUnitCommand({
    units: units.map((text, index) => file(`/etc/systemd/system/${index}.conf`, text)),
    environments: Object.entries(environments).map(([path, text]) => file(path, text)),
  });
  return command.argv.map(({ text }) => text);
}

describe('what a unit starts', () => {
  test('kubeadm: an empty ExecStart ends what was before, variables come from files', () => {
    const argv = argvOf(
      [
        '[Service]\nExecStart=/usr/bin/kubelet\nRestart=always\n',
        `# Note: This dropin only works with kubeadm and kubelet v1.11+
[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/b.conf --kubeconfig=/etc/k.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
EnvironmentFile=-/etc/default/kubelet
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
`,
      ],
      {
        '/var/lib/kubelet/kubeadm-flags.env': 'KUBELET_KUBEADM_ARGS="--pod-infra-container-image=p --node-ip=1"\n',
        '/etc/default/kubelet': 'KUBELET_EXTRA_ARGS=--pod-manifest-path=/etc/pods --v=2   \n',
      },
    );
    assert.deepEqual(argv, [
      '/usr/bin/kubelet',
      '--bootstrap-kubeconfig=/etc/b.conf',
      '--kubeconfig=/etc/k.conf',
      '--config=/var/lib/kubelet/config.yaml',
      '--pod-infra-container-image=p',
      '--node-ip=1',
      '--pod-manifest-path=/etc/pods',
      '--v=2',
    ]);
  });

  test('continuations with comments between, quotes, escapes, prefixes and dollars', () => {
    const argv = argvOf([
      `[Unit]
ExecStart=/bin/false
[Service]
Environment=A=one 'B=two words' "C=x\\ty"
ExecStart=-@/usr/bin/kubelet shown \\
  # not this
  --a="x y" \\
  '--b=$A' --c=\${B}! $B "\\x" --d=$$A 100%%
`,
    ]);
    assert.deepEqual(argv, [
      '/usr/bin/kubelet',
      '--a=x y',
      '--b=$A',
      '--c=two words!',
      'two',
      'words',
      '\\x',
      '--d=$A',
      '100%',
    ]);
  });

  test('an environment file as systemd reads it', () => {
    const variables = readEnvironmentFile(
      file(
        '/e',
        `# A=commented \\
A=still a comment
;B=2
 C = plain value # not a comment  
D="quoted \\"inside\\" \\n" 'and' "more"
E='single \\ $x'
F=one\\
two
no assignment
G=
H=a"b"
`,
      ),
    );
    assert.deepEqual(
      variables.map(({ name, text }) => [name, text]),
      [
        ['C', 'plain value # not a comment'],
        ['D', 'quoted "inside" \\nandmore'],
        ['E', 'single \\ $x'],
        ['F', 'onetwo'],
        ['G', ''],
        ['H', 'a"b"'],
      ],
    );
  });

  test('each word knows where it stands', () => {
    const environment = file('/etc/kubernetes/kubelet', 'KUBELET_ARGS="--v=2 --manifest-url http://a/b --x"\n');
    const { argv } = readUnitCommand({
      units: [
        file('/u', '[Service]\nEnvironmentFile=/etc/kubernetes/kubelet\nExecStart=kubelet --first $KUBELET_ARGS\n'),
      ],
      environments: [environment],
    });
    for (const word of argv) {
      assert.equal(word.file.text.slice(word.start, word.end), word.text);
    }
    const words = argv.filter(({ text }) => /manifest-url|http/.test(text));
    assert.equal(removeWords(environment.text, words), 'KUBELET_ARGS="--v=2 --x"\n');
  });

  test('the quote of a value of several lines comes up', () => {
    const environment = file('/e', 'A="--v=2 \\\n  --manifest-url=x"\n');
    const { argv } = readUnitCommand({
      units: [file('/u', '[Service]\nEnvironmentFile=/e\nExecStart=kubelet $A\n')],
      environments: [environment],
    });
    assert.equal(removeWords(environment.text, argv.slice(-1)), 'A="--v=2"\n');
  });

  test('words go with their lines and continuations', () => {
    const text =
      '[Service]\nExecStart=/usr/bin/kubelet \\\n  --config=/c \\\n  --manifest-url \\\n  http://a \\\n  --v=2\nRestart=always\n';
    const cut = (pattern: RegExp): string => {
      const { argv } = readUnitCommand({ units: [file('/u', text)], environments: [] });
      return removeWords(
        text,
        argv.filter((word) => pattern.test(word.text)),
      );
    };
    assert.equal(cut(/manifest|http/), text.replace('  --manifest-url \\\n  http://a \\\n', ''));
    assert.equal(cut(/--v/), text.replace(' \\\n  --v=2', ''));
    assert.equal(cut(/./), '[Service]\nExecStart=\nRestart=always\n');
  });
});
