import { asNumber, asObject, asString } from './json';

/** One attempt of a container, from its making to its end. Times are seconds since 1970. */
export interface ContainerStatus {
  readonly id: string;
  readonly name: string;
  readonly attempt: number;
  readonly image: string;
  readonly createdAt: number;
  /** Undefined where that has not come. */
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
  readonly exit: ContainerExit;
}

/** Why a container is not running any more. */
export interface ContainerExit {
  readonly exitCode: number;
  /** `Completed`, `Error`, `OOMKilled`, `StartError`, … in the runtime's words. */
  readonly reason: string;
  readonly message: string;
  /** RFC 3339. */
  readonly finishedAt: string;
}

/** The id and end of the container that `crictl inspect -o json` tells of. Throws SyntaxError for what is no JSON. */
export function parseInspect(stdout: string): { readonly id: string; readonly exit: ContainerExit } {
  const status = asObject(asObject(JSON.parse(stdout))['status']);
  return {
    id: asString(status['id']),
    exit: {
      exitCode: asNumber(status['exitCode']),
      reason: asString(status['reason']),
      message: asString(status['message']),
      finishedAt: asString(status['finishedAt']),
    },
  };
}

/** All times of one attempt. Throws SyntaxError for what is no JSON. */
export function parseContainerStatus(stdout: string): ContainerStatus {
  const status = asObject(asObject(JSON.parse(stdout))['status']);
  const metadata = asObject(status['metadata']);
  const image = asObject(status['image']);
  return {
    ...parseInspect(stdout),
    name: asString(metadata['name']),
    attempt: asNumber(metadata['attempt']),
    image: asString(image['userSpecifiedImage']) || asString(image['image']) || asString(status['imageRef']),
    createdAt: readTime(status['createdAt']) ?? 0,
    startedAt: readTime(status['startedAt']),
    finishedAt: readTime(status['finishedAt']),
  };
}

/** RFC 3339; what has not come yet is the year 1, or 1970. */
function readTime(value: unknown): number | undefined {
  const text = asString(value);
  const fraction = /:\d\d(\.\d+)/.exec(text)?.[1];
  const whole = Date.parse(text.replace(/(:\d\d)\.\d+/, '$1')) / 1000;
  return Number.isNaN(whole) || whole <= 0 ? undefined : whole + Number(fraction ?? 0);
}
