/** Manifests for the bed: its images are Debian's busybox in several guises, and no registry is reached. */
import { currentTry } from './runner';

const run = Math.floor(Date.now() / 1000) % 100_000;

/**
 * Another one in each run: the kubelet makes a container wait that it saw end not long ago, and knows it by all that
 * its manifest says. And in each try of a test: what the first has deployed would be no change for the second.
 */
function release(): string {
  return `2.${String(run)}${currentTry() === 1 ? '' : `-${String(currentTry())}`}`;
}

interface Options {
  readonly name: string;
  /** Counted up where the container is to be another one; see `release`. */
  readonly patch?: number;
  /** Two Pods of one node can't listen on one port. */
  readonly port?: number;
  /** A line of spec. */
  readonly spec?: string;
}

/** A web server on a port of its own, which ends at once when it is told to. */
export function webManifest({ name, patch = 0, port = 18_090, spec }: Options): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  labels:
    app: ${name}
spec:
${spec === undefined ? '' : `  ${spec}\n`}  hostNetwork: true
  terminationGracePeriodSeconds: 1
  containers:
    - name: web
      image: docker.io/library/nginx:latest
      imagePullPolicy: IfNotPresent
      env:
        - name: NGINX_PORT
          value: "${port}"
        - name: RELEASE
          value: ${release()}.${patch}
`;
}

/** A container that runs a shell script. */
export function shellManifest(name: string, script: readonly string[]): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
  hostNetwork: true
  terminationGracePeriodSeconds: 1
  containers:
    - name: main
      image: docker.io/library/busybox:latest
      imagePullPolicy: IfNotPresent
      command: ["sh", "-c"]
      args:
        - |
${script.map((line) => `          ${line}\n`).join('')}      env:
        - name: RELEASE
          value: "${release()}"
`;
}

/** A Pod with an init container, a sidecar and a container, which all write. */
export function stagedManifest(name: string): string {
  const script = [
    'date +"I%m%d %T.000000       1 main.go:12] \\"Started\\" stage=\\"$STAGE$STEP\\""',
    'echo "panic: half a plan"; echo "  at Ladder.climb(ladder.go:3)"; echo "  at main.main(main.go:9)"',
    'count=0',
    'while true; do count=$((count+1)); date +"I%m%d %T.000000       1 main.go:31] \\"Climbed\\" run=$count"; sleep 1; done',
  ];
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
  hostNetwork: true
  terminationGracePeriodSeconds: 1
  initContainers:
    - name: prepare
      image: docker.io/library/busybox:latest
      imagePullPolicy: IfNotPresent
      command: ["sh", "-c", "echo the ladder is built"]
    - name: watch
      image: docker.io/library/busybox:latest
      imagePullPolicy: IfNotPresent
      restartPolicy: Always
      command: ["sh", "-c", "echo somebody watches; exec sleep 3600"]
  containers:
    - name: main
      image: docker.io/library/busybox:latest
      imagePullPolicy: IfNotPresent
      env:
        - name: STAGE
          value: "${release()}"
      command: ["sh", "-c"]
      args:
        - |
${script.map((line) => `          ${line}\n`).join('')}`;
}
