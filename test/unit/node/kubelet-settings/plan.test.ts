import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describeLook } from '../../../../client/src/node/kubelet-settings/describe';
import { readSettings } from '../../../../client/src/node/kubelet-settings/candidates';
import { settingSources, type KubeletLook } from '../../../../client/src/node/kubelet-settings/look';
import { planMove, planSettings, SettingsError } from '../../../../client/src/node/kubelet-settings/plan';
import type { SettingKey } from '../../../../client/src/node/kubelet-settings/settings';
import type { SourceFile } from '../../../../client/src/node/kubelet-settings/systemd-words';
import { readUnitCommand } from '../../../../client/src/node/kubelet-settings/unit';
import { nodeWith } from '../nodes';

interface Files {
  readonly units?: Readonly<Record<string, string>>;
  readonly environments?: Readonly<Record<string, string>>;
  readonly configuration?: Readonly<Record<string, string>>;
}

const unit =
  '[Service]\nEnvironmentFile=-/etc/kubernetes/kubelet\nExecStart=/usr/bin/kubelet --config=/c.yaml $KUBELET_ARGS\n';
const configuration = 'kind: KubeletConfiguration\n# ours\nstaticPodPath: /etc/kubernetes/manifests\n';

function filesOf(texts: Readonly<Record<string, string>> = {}): SourceFile[] {
  return Object.entries(texts).map(([path, text]) => ({ path, realPath: path, text }));
}

function lookAt(files: Files): KubeletLook {
  const all = {
    units: filesOf(files.units ?? { '/etc/systemd/system/kubelet.service': unit }),
    environments: filesOf(files.environments),
    configuration: filesOf(files.configuration ?? { '/c.yaml': configuration }),
  };
  const node = nodeWith({});
  return {
    ...{ node, unit: 'kubelet.service', ...all, configurationFile: all.configuration[0], remarks: [] },
    command: readUnitCommand(all),
    settings: readSettings(settingSources(node, all)),
    configz: { state: 'untold', reason: '' },
  };
}

function values(look: KubeletLook): Record<string, string> {
  return Object.fromEntries(
    look.settings.map(({ key, value, winner }) => [key, `${value} ${winner?.by ?? 'default'}`]),
  );
}

function set(look: KubeletLook, key: SettingKey, value: string) {
  return planSettings(look, new Map([[key, value]]));
}

describe('where a setting comes from', () => {
  test('flags win over drop-ins, the last of them over others, and variables that nothing reads over nothing', () => {
    const look = lookAt({
      environments: {
        '/etc/kubernetes/kubelet': 'KUBELET_ARGS="--pod-manifest-path /first --pod-manifest-path=/last"\n',
        '/etc/default/kubelet': 'KUBELET_EXTRA_ARGS=--manifest-url=http://unread/\n',
      },
      configuration: {
        '/c.yaml': configuration,
        '/d/1.conf': 'fileCheckFrequency: 5s\n',
        '/d/2.conf': 'fileCheckFrequency: 7s\n',
      },
    });
    assert.deepEqual(values(look), {
      staticPodPath: '/last flag',
      staticPodURL: ' default',
      staticPodURLHeader: ' default',
      fileCheckFrequency: '7s drop-in',
      httpCheckFrequency: '20s default',
    });
    const url = look.settings.find(({ key }) => key === 'staticPodURL');
    assert.deepEqual(
      url?.candidates.map(({ value, isUnread, file, line, through }) => [value, isUnread, file, line, through]),
      [['http://unread/', true, '/etc/default/kubelet', 1, 'KUBELET_EXTRA_ARGS']],
    );
  });
});

test('a token in a header is never shown, whatever form it has', () => {
  const shown = describeLook(
    lookAt({
      environments: { '/etc/kubernetes/kubelet': 'KUBELET_ARGS="--manifest-url-header=A:s3cret,B:s3cret"\n' },
      configuration: { '/c.yaml': 'staticPodURLHeader: {"A": ["s3cret"], C: [s3cret]}\n' },
    }),
  ).join('\n');
  assert.doesNotMatch(shown, /s3cret/);
  assert.match(shown, /^staticPodURLHeader: A: <masked>, B: <masked>$/m);
  assert.match(shown, /A: <masked>, C: <masked> {2}\/c\.yaml:1 \(overridden\)/);
});

describe('drop-ins', () => {
  const at = (configuration: Readonly<Record<string, string>>) => lookAt({ configuration });
  test('the last by name wins, null unsets, and headers add up as a merge patch does', () => {
    const look = at({
      '/c.yaml': `${configuration}staticPodURLHeader: {A: [one], B: [two]}\nhttpCheckFrequency: 9s\n`,
      '/d/10.conf': 'staticPodURLHeader: {B: [three], C: [four]}\nhttpCheckFrequency: null\n',
      '/d/20.conf': '{"staticPodPath": "/json", "staticPodURLHeader": {"A": null}}',
    });
    assert.deepEqual(values(look), {
      staticPodPath: '/json drop-in',
      staticPodURL: ' default',
      staticPodURLHeader: '{"B":["three"],"C":["four"]} drop-in',
      fileCheckFrequency: '20s default',
      httpCheckFrequency: '20s drop-in',
    });
  });

  test('the file that has it last is changed, by its real path, and the others stay', () => {
    const look = at({ '/c.yaml': configuration, '/d/1.conf': 'staticPodPath: /1\r\n', '/d/2.conf': 'kind: K\n' });
    const linked = look.configuration.map((file) => ({ ...file, realPath: `/real${file.path}` }));
    const change = set({ ...look, configuration: linked, configurationFile: linked[0] }, 'staticPodPath', '/srv');
    assert.deepEqual(
      change.files.map(({ path, after }) => [path, after]),
      [['/real/d/1.conf', 'staticPodPath: /srv\r\n']],
    );
  });
});

describe('a change of settings', () => {
  test('goes to the last file that has it, and takes out a flag that would win', () => {
    const look = lookAt({
      environments: { '/etc/kubernetes/kubelet': 'KUBELET_ARGS="--v=2 --pod-manifest-path=/flag"\n' },
    });
    const change = set(look, 'staticPodPath', '/srv');
    assert.deepEqual(
      change.files.map(({ path, after }) => [path, after]),
      [
        ['/c.yaml', configuration.replace('/etc/kubernetes/manifests', '/srv')],
        ['/etc/kubernetes/kubelet', 'KUBELET_ARGS="--v=2"\n'],
      ],
    );
    assert.deepEqual([change.reload, change.folder], [false, '/srv']);
    assert.match(change.remarks.join(), /--pod-manifest-path in \/etc\/kubernetes\/kubelet:1 would win/);
    const dropIn = lookAt({ configuration: { '/c.yaml': configuration, '/d/1.conf': 'staticPodPath: /d\n' } });
    assert.deepEqual(
      set(dropIn, 'staticPodPath', '/srv').files.map(({ path }) => path),
      ['/d/1.conf'],
    );
    assert.deepEqual(
      set(dropIn, 'staticPodPath', '').files.map(({ path }) => path),
      ['/c.yaml', '/d/1.conf'],
    );
  });

  test('what is so already changes nothing', () => {
    assert.deepEqual(set(lookAt({}), 'staticPodPath', '/etc/kubernetes/manifests').files, []);
  });

  test('what the kubelet would not take is refused, unless forced', () => {
    assert.throws(() => set(lookAt({}), 'staticPodPath', 'relative'), SettingsError);
    assert.throws(() => set(lookAt({}), 'staticPodURL', 'ftp://a/'), SettingsError);
    assert.throws(() => set(lookAt({}), 'httpCheckFrequency', '20'), SettingsError);
    const forced = planSettings(lookAt({}), new Map([['httpCheckFrequency', '20']]), { force: true });
    assert.match(forced.files[0]?.after ?? '', /httpCheckFrequency: "20"/);
  });

  test('a kubelet without a configuration file: its flag is changed in place, nothing is invented', () => {
    const look = {
      ...lookAt({
        environments: { '/etc/kubernetes/kubelet': 'KUBELET_ARGS="--pod-manifest-path /a --v=2"\n' },
        configuration: {},
      }),
      configurationFile: undefined,
    };
    assert.equal(set(look, 'staticPodPath', '/b').files[0]?.after, 'KUBELET_ARGS="--pod-manifest-path=/b --v=2"\n');
    assert.throws(() => set(look, 'staticPodURL', 'http://a/'), /has no configuration file/);
    assert.throws(() => planMove(look), /has no configuration file/);
  });
});

describe('moving flags', () => {
  test('out of a unit and a variable, headers with them, the unit is read again', () => {
    const look = lookAt({
      units: {
        '/etc/systemd/system/kubelet.service': unit,
        '/etc/systemd/system/kubelet.service.d/10.conf':
          '[Service]\nExecStart=\nExecStart=/usr/bin/kubelet --config=/c.yaml \\\n  --manifest-url=http://a/p.yaml \\\n  $KUBELET_ARGS\n',
      },
      environments: {
        '/etc/kubernetes/kubelet': 'KUBELET_ARGS="--manifest-url-header=Token:abc --http-check-frequency=3s --v=2"\n',
      },
    });
    const change = planMove(look);
    assert.equal(change.reload, true);
    assert.deepEqual(change.changes, []);
    assert.deepEqual(
      change.files.map(({ after }) => after),
      [
        `${configuration}staticPodURL: http://a/p.yaml\nstaticPodURLHeader: {"Token":["abc"]}\nhttpCheckFrequency: 3s\n`,
        '[Service]\nExecStart=\nExecStart=/usr/bin/kubelet --config=/c.yaml \\\n  $KUBELET_ARGS\n',
        'KUBELET_ARGS="--v=2"\n',
      ],
    );
  });

  test('of kubeadm, with a space or an equals sign, quoted, and lines that end as Windows ends them', () => {
    const look = lookAt({
      units: {
        '/etc/systemd/system/kubelet.service': '[Service]\r\nExecStart=/usr/bin/kubelet\r\n',
        '/etc/systemd/system/kubelet.service.d/10-kubeadm.conf': `[Service]
Environment="KUBELET_CONFIG_ARGS=--config=/c.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
EnvironmentFile=-/etc/default/kubelet
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS \\
  --http-check-frequency "4s" \\
  $KUBELET_EXTRA_ARGS
`.replaceAll('\n', '\r\n'),
      },
      environments: {
        '/var/lib/kubelet/kubeadm-flags.env':
          'KUBELET_KUBEADM_ARGS="--node-ip=1 --manifest-url \'http://a/p?x=1&y=2\'"\n',
        '/etc/default/kubelet': 'KUBELET_EXTRA_ARGS=\'--pod-manifest-path="/srv/static pods" --v=2\'\r\n',
      },
    });
    assert.deepEqual(values(look), {
      staticPodPath: '/srv/static pods flag',
      staticPodURL: 'http://a/p?x=1&y=2 flag',
      staticPodURLHeader: ' default',
      fileCheckFrequency: '20s default',
      httpCheckFrequency: '4s flag',
    });
    const change = planMove(look);
    assert.deepEqual(
      change.files.map(({ path, after }) => [path, after]),
      [
        [
          '/c.yaml',
          `${configuration.replace('/etc/kubernetes/manifests', '"/srv/static pods"')}staticPodURL: http://a/p?x=1&y=2\nhttpCheckFrequency: 4s\n`,
        ],
        ['/etc/default/kubelet', "KUBELET_EXTRA_ARGS='--v=2'\r\n"],
        ['/var/lib/kubelet/kubeadm-flags.env', 'KUBELET_KUBEADM_ARGS="--node-ip=1"\n'],
        [
          '/etc/systemd/system/kubelet.service.d/10-kubeadm.conf',
          look.units[1]?.text.replace('  --http-check-frequency "4s" \\\r\n', ''),
        ],
      ],
    );
    assert.deepEqual(change.changes, []);
  });

  test('a unit of a package is not touched: a drop-in starts the kubelet', () => {
    const look = lookAt({
      units: { '/usr/lib/systemd/system/kubelet.service': unit.replace('$', '--pod-manifest-path=/p $') },
    });
    const [configured, dropIn] = planMove(look).files;
    assert.match(configured?.after ?? '', /^staticPodPath: \/p$/m);
    assert.equal(dropIn?.path, '/etc/systemd/system/kubelet.service.d/zz-static-pods.conf');
    assert.match(
      dropIn.after,
      /\[Service\]\nExecStart=\nExecStart=\/usr\/bin\/kubelet --config=\/c\.yaml \$KUBELET_ARGS\n$/,
    );
  });
});
