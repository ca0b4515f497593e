/** A Pod that ends at once when told to; its label makes one version differ from another. `more`: lines of its spec. */
export function versionedPod(name: string, version: string, command = 'exec sleep 1000', more = ''): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  labels: {version: ${version}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - name: main
      image: docker.io/library/busybox:latest
      imagePullPolicy: IfNotPresent
      command: [sh, -c, '${command}']
${more}`;
}

/** A Pod that only sleeps; how long makes one version differ from another. `more`: lines of its spec. */
export function sleepingPod(name: string, seconds: number, more = ''): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - name: main
      image: docker.io/library/busybox:latest
      imagePullPolicy: IfNotPresent
      command: [sleep, '${seconds}']
${more}`;
}
