import type { ExecAction, GRPCAction, HTTPGetAction, SleepAction, TCPSocketAction } from '../schema/pod-types';
import { isGateTold } from './gates';
import { httpHeaderNameProblem, portNameProblem, portNumberProblem } from './names';
import {
  blaming,
  reportForbidden,
  reportInvalid,
  reportNotSupported,
  reportProblem,
  reportRequired,
  type Report,
} from './report';

/** What a probe asks, or a lifecycle hook does: each has a part of these. */
export interface Handler {
  readonly exec?: ExecAction;
  readonly httpGet?: HTTPGetAction;
  readonly tcpSocket?: TCPSocketAction;
  readonly grpc?: GRPCAction;
  readonly sleep?: SleepAction;
}

export interface HandlerPlace {
  readonly minor: number;
  /** `spec.terminationGracePeriodSeconds`. */
  readonly gracePeriod: number | undefined;
}

const handlerTypes = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;
const schemes = ['HTTP', 'HTTPS'] as const;
const httpProtocols = ['HTTP1', 'HTTP2'] as const;
const grpcModes = ['Plaintext', 'TLS'] as const;

/** Gate PodLifecycleSleepActionAllowZero. */
const zeroSleepOnSince = 33;

/**
 * pkg/apis/core/validation/validation.go, v1.31 to v1.37, `validateHandler`: the first type in its own order is looked
 * at, any further one is too many. `types`: those that this place can have.
 */
export function checkHandler(
  report: Report,
  handler: Handler,
  path: string,
  types: 'probe' | 'lifecycle',
  place: HandlerPlace,
): void {
  let first: string | undefined;
  for (const type of handlerTypes) {
    // A probe can't sleep, a hook can't call gRPC: the decoder has dropped these already.
    if (
      handler[type] === undefined ||
      (type === 'sleep' && types === 'probe') ||
      (type === 'grpc' && types === 'lifecycle')
    ) {
      continue;
    }
    if (first === undefined) {
      first = type;
      checkAction(report, handler, type, `${path}.${type}`, place);
    } else {
      reportForbidden(report, `${path}.${type}`, `beside \`${first}\`; keep one of them`);
    }
  }
  if (first === undefined) {
    const known =
      types === 'probe' ? '`exec`, `httpGet`, `tcpSocket` or `grpc`' : '`exec`, `httpGet`, `tcpSocket` or `sleep`';
    report({ type: 'FieldValueRequired', path, message: `\`${path}\` says nothing to do. Add ${known}.` });
  }
}

function checkAction(
  report: Report,
  handler: Handler,
  type: (typeof handlerTypes)[number],
  path: string,
  place: HandlerPlace,
): void {
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler;
  if (type === 'exec') {
    if ((exec?.command ?? []).length === 0)
      reportRequired(report, `${path}.command`, 'Give the command and its arguments.');
  } else if (type === 'httpGet') {
    if (httpGet !== undefined) checkHttpGet(report, httpGet, path);
  } else if (type === 'tcpSocket') {
    checkPort(report, tcpSocket?.port, `${path}.port`);
  } else if (type === 'grpc') {
    reportProblem(report, `${path}.port`, portNumberProblem(grpc?.port ?? 0));
    const mode = grpc?.mode;
    if (mode !== undefined && !(grpcModes as readonly string[]).includes(mode)) {
      reportNotSupported(report, `${path}.mode`, mode, grpcModes);
    }
  } else {
    checkSleep(report, sleep?.seconds ?? 0, path, place);
  }
}

function checkHttpGet(report: Report, action: HTTPGetAction, path: string): void {
  const { scheme = '', host = '', protocol } = action;
  if ((action.path ?? '') === '') reportRequired(report, `${path}.path`, 'Set `/` or the path that answers.');
  checkPort(report, action.port, `${path}.port`);
  if (!(schemes as readonly string[]).includes(scheme)) reportNotSupported(report, `${path}.scheme`, scheme, schemes);
  action.httpHeaders?.forEach(({ name = '' }, position) => {
    const problem = httpHeaderNameProblem(name);
    reportProblem(blaming(report, `${path}.httpHeaders`), `${path}.httpHeaders[${position}].name`, problem);
  });
  if (protocol === undefined) return;
  if (!(httpProtocols as readonly string[]).includes(protocol)) {
    reportNotSupported(report, `${path}.protocol`, protocol, httpProtocols);
  } else if (protocol === 'HTTP2' && scheme !== 'HTTP') {
    reportInvalid(report, `${path}.protocol`, 'can be `HTTP2` with `scheme: HTTP` only; change one of them');
  } else if (protocol === 'HTTP2' && host !== '') {
    reportInvalid(report, `${path}.host`, 'has no place beside `protocol: HTTP2`; remove it');
  }
}

/** A number or the name of a port. */
function checkPort(report: Report, port: string | number | undefined, path: string): void {
  reportProblem(report, path, typeof port === 'string' ? portNameProblem(port) : portNumberProblem(port ?? 0));
}

function checkSleep(report: Report, seconds: number, path: string, { minor, gracePeriod }: HandlerPlace): void {
  if (gracePeriod === undefined) return;
  const least = isGateTold(zeroSleepOnSince, minor) ? 0 : 1;
  if (seconds < least || seconds > gracePeriod) {
    reportInvalid(
      report,
      path,
      `must take from ${least} to ${gracePeriod} seconds (\`spec.terminationGracePeriodSeconds\`); change one of them`,
    );
  }
}
