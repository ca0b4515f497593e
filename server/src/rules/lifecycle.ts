import type { Lifecycle, PodSpec } from '../schema/pod-types';
import { fixChoice } from '../validation/fix-choice';
import { checkHandler, type HandlerPlace } from '../validation/handlers';
import { reportForbidden, reportNotSupported, type Report } from '../validation/report';
import { defineRule } from './rule';

const windowsSignals = ['SIGKILL', 'SIGTERM'] as const;

/** pkg/apis/core/types.go (v1.37): the signals of Linux, real-time ones by their distance from either end. */
const linuxSignals: readonly string[] = [
  ...'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX'.split(
    ' ',
  ),
  ...Array.from({ length: 15 }, (_, step) => `RTMIN+${step + 1}`),
  ...Array.from({ length: 14 }, (_, step) => `RTMAX-${step + 1}`),
].map((name) => `SIG${name}`);

/** pkg/apis/core/validation/validation.go (v1.37), `validateLifecycle` and, since 1.33, `validateStopSignal`. */
export const rule = defineRule({
  id: 'lifecycle',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod, target, report }) {
    const { spec } = pod;
    const place = { minor: target.minor, gracePeriod: spec?.terminationGracePeriodSeconds };
    spec?.containers?.forEach(({ lifecycle }, position) => {
      if (lifecycle !== undefined)
        checkLifecycle(report, lifecycle, `spec.containers[${position}].lifecycle`, spec, place);
    });
    spec?.initContainers?.forEach(({ lifecycle, restartPolicy }, position) => {
      if (lifecycle !== undefined && restartPolicy === 'Always') {
        checkLifecycle(report, lifecycle, `spec.initContainers[${position}].lifecycle`, spec, place);
      }
    });
  },
});

function checkLifecycle(
  report: Report,
  lifecycle: Lifecycle,
  path: string,
  { os }: PodSpec,
  place: HandlerPlace,
): void {
  const { postStart, preStop, stopSignal } = lifecycle;
  if (postStart !== undefined) checkHandler(report, postStart, `${path}.postStart`, 'lifecycle', place);
  if (preStop !== undefined) checkHandler(report, preStop, `${path}.preStop`, 'lifecycle', place);
  if (stopSignal === undefined) return;
  const signalPath = `${path}.stopSignal`;
  if (os === undefined) {
    reportForbidden(
      report,
      signalPath,
      'without `spec.os.name`, for it tells which signals there are; set that to `linux`',
    );
  } else if (os.name === 'windows' && !(windowsSignals as readonly string[]).includes(stopSignal)) {
    reportNotSupported(report, signalPath, stopSignal, windowsSignals);
  } else if (os.name === 'linux' && !linuxSignals.includes(stopSignal)) {
    reportNotSupported(report, signalPath, stopSignal, linuxSignals);
  }
}
