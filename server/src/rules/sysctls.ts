import { reportDuplicate, reportInvalid, reportRequired } from '../validation/report';
import { defineRule } from './rule';

const sysctlName = /^(?:[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/;

/** pkg/apis/core/validation/validation.go, v1.31 to v1.37, `validateSysctls`. */
export const rule = defineRule({
  id: 'sysctls',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod: { spec }, report }) {
    const seen = new Set<string>();
    spec?.securityContext?.sysctls?.forEach(({ name = '' }, position) => {
      const path = `spec.securityContext.sysctls[${position}].name`;
      if (name === '') {
        reportRequired(report, path, 'Name the sysctl.');
      } else if (name.length > 253 || !sysctlName.test(name)) {
        reportInvalid(
          report,
          path,
          'is no name of a sysctl: lower case parts with dots or slashes between; correct it',
        );
      } else if (seen.has(name)) {
        reportDuplicate(report, path, name);
      }
      seen.add(name);
      const namespace = namespaceOf(name);
      if (namespace === 'net' && spec.hostNetwork === true) {
        reportInvalid(
          report,
          path,
          "is of the network namespace, which is the node's with `hostNetwork`; set it on the node",
        );
      } else if (namespace === 'ipc' && spec.hostIPC === true) {
        reportInvalid(report, path, "is of the IPC namespace, which is the node's with `hostIPC`; set it on the node");
      }
    });
  },
});

const ipcNames = new Set([
  'kernel.sem',
  'kernel.shmall',
  'kernel.shmmax',
  'kernel.shmmni',
  'kernel.shm_rmid_forced',
  'kernel.shm',
  'kernel.msgmax',
  'kernel.msgmnb',
  'kernel.msgmni',
  'kernel.msg',
]);

/** k8s.io/component-helpers/node/util/sysctl, v0.31 to v0.37: the kernel namespace that a sysctl is of. */
function namespaceOf(name: string): 'net' | 'ipc' | undefined {
  const star = normalize(name).split('*', 1)[0] ?? '';
  if (ipcNames.has(star) || star.startsWith('fs.mqueue.')) return 'ipc';
  return star.startsWith('net.') ? 'net' : undefined;
}

/** `net/ipv4/ip_forward` is `net.ipv4.ip_forward`; whichever of the two comes first separates, the other is a letter. */
function normalize(name: string): string {
  const first = /[./]/.exec(name)?.[0];
  return first === '/' ? name.replace(/[./]/g, (letter) => (letter === '/' ? '.' : '/')) : name;
}
